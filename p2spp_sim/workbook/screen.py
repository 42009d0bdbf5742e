"""What a page needs once: the style sheet, names for slider handles, and sentences instead of tracebacks."""

from typing import Any

from p2spp_sim.errors import P2sppError
from p2spp_sim.workbook.markup import STYLE, say

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
    """Prepare the page of a notebook; outside one nothing happens.

    An error of this package that no control catches, such as a file that cannot be read, is shown as its
    sentence; the cell still counts as failed.
    """
    import IPython.display as shown
    from IPython.core.getipython import get_ipython

    front: Any = shown
    shell: Any = get_ipython()
    if shell is None:
        return
    front.display(front.HTML(STYLE), front.Javascript(NAME_HANDLES))

    def tell(_shell: Any, _kind: type, error: BaseException, _trace: Any, tb_offset: Any = None) -> None:
        front.display(front.HTML(say("galat", str(error))))

    shell.set_custom_exc((P2sppError,), tell)
