"""What a page needs once: the style sheet, and names for slider handles."""

from typing import Any

from p2spp_sim.workbook.markup import STYLE

# The handle of a slider has no name of its own; it takes the name of the number box it is twinned with.
NAME_HANDLES = """
(() => {
  if (window.p2sppHandles) return;
  const name = () => document.querySelectorAll('.p2-slide').forEach(row => {
    const label = row.querySelector('label'), handle = row.querySelector('.noUi-handle');
    if (label && handle && handle.getAttribute('aria-label') !== label.textContent)
      handle.setAttribute('aria-label', label.textContent);
  });
  window.p2sppHandles = new MutationObserver(name);
  window.p2sppHandles.observe(document.body, {childList: true, subtree: true});
  name();
})();
"""


def prepare_screen() -> None:
    """Send the style sheet and the names of slider handles to the page, when there is one."""
    import IPython.display as shown
    from IPython.core.getipython import get_ipython

    front: Any = shown
    if get_ipython() is not None:
        front.display(front.HTML(STYLE), front.Javascript(NAME_HANDLES))
