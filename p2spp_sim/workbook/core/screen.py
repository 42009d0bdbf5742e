"""What a page needs once: style, names for handles and groups, terms with a pop-up, sentences instead of tracebacks."""

from typing import Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.fonts import STACK
from p2spp_sim.workbook.core import glossary
from p2spp_sim.workbook.page.markup import AMBER, BLUE, INK, PAPER, STYLE, say
from p2spp_sim.workbook.page.messages import clean_messages

# Terms and their pop-up stand in the notebook's own text, outside everything that STYLE dresses.
TERMS = f"""<style>
.p2-term {{ display: inline; padding: 0; border: 0; background: none; color: inherit; font: inherit;
  text-align: start; cursor: help; text-decoration: underline dotted {BLUE} 2px; text-underline-offset: 3px; }}
.p2-term:focus-visible {{ outline: 3px solid {AMBER}; outline-offset: 1px; }}
.p2-popup {{ position: fixed; z-index: 10000; box-sizing: border-box; max-width: min(26em, calc(100vw - 16px));
  padding: 10px 14px; border: 2px solid {BLUE}; border-radius: 6px; background: {PAPER}; color: {INK};
  font: 16px/1.45 {STACK}; box-shadow: 0 4px 14px #00000055; }}
.p2-popup[hidden] {{ display: none; }}
.p2-popup strong, .p2-popup span {{ display: block; }}
.p2-popup span {{ font-style: italic; }}
.p2-popup p {{ margin: 6px 0 0; }}
.p2-besar .p2-popup {{ font-size: 24px; }}
.jp-OutputArea-output pre {{ word-break: normal; overflow-wrap: anywhere; }}
@media print {{ .p2-term {{ text-decoration: none; }} .p2-popup {{ display: none; }} }}
</style>"""

# The handle of a slider takes the name of the number box it is twinned with; radio buttons are one group, called as
# the question above them.
NAME_GROUPS = """
(() => {
  if (window.p2sppNames) return;
  const name = () => {
    document.querySelectorAll('.p2-slide').forEach(row => {
      const label = row.querySelector('label'), handle = row.querySelector('.noUi-handle');
      if (label && handle && handle.getAttribute('aria-label') !== label.textContent)
        handle.setAttribute('aria-label', label.textContent);
    });
    document.querySelectorAll('.p2-panel .widget-radio-box:not([role])').forEach(box => {
      const asked = [...box.closest('.p2-panel').querySelectorAll('h3, h3 ~ p')].map(part => part.textContent);
      box.setAttribute('role', 'radiogroup');
      box.setAttribute('aria-label', asked.join('. '));
    });
  };
  window.p2sppNames = new MutationObserver(name);
  window.p2sppNames.observe(document.body, {childList: true, subtree: true});
  name();
})();
"""

# JupyterLab takes arrows and letters for its own (a letter may cut a cell) while a list or a box in an output has the
# focus; the key stays with the control, whose own behaviour the browser gives.
KEEP_KEYS = """
(() => {
  if (window.p2sppKeys) return;
  window.p2sppKeys = true;
  window.addEventListener('keydown', event => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape' || !at.closest) return;
    if (at.closest('.p2-moving')) return;  // these keep their keys themselves
    if (at.closest('.p2-panel') && at.matches('select, textarea, input, button')) event.stopPropagation();
  }, true);
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
    front.display(
        front.HTML(STYLE + TERMS),
        front.Javascript(NAME_GROUPS + KEEP_KEYS),
        front.Javascript(glossary.script()),
    )

    def tell(
        _shell: Any, _kind: type, error: BaseException, _trace: Any, tb_offset: Any = None
    ) -> None:
        front.display(front.HTML(say("galat", str(error))))

    shell.set_custom_exc((P2sppError,), tell)
    if kernel := getattr(shell, "kernel", None):
        clean_messages(kernel.session)
