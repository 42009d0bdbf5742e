"""The one widget behind all that moves."""

from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

_HEAD = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
GIVEN = {
    "sync": True,
    "echo_update": False,
}  # an echo would put back what the hand has moved on from


class Moving(anywidget.AnyWidget):
    """A control or picture that moves in the browser; asks nothing of any network.

    A subclass says `class Deck(Moving, **beside(__file__))` and adds traits that JSON can hold. Its module defines
    `render({model, el})`, draws into `own(el)`, and returns what cleans up. What it gives by `give` is tagged `GIVEN`.

    Parameters
    ----------
    words : sentences in the language of the page, by the name under which the module asks for them.
    """

    _esm: ClassVar[str] = _HEAD
    _css: ClassVar[str] = _STYLE
    words = traitlets.Dict().tag(sync=True)

    def _handle_custom_msg(self, content: Any, buffers: Any) -> None:
        """Take what `give` of the module sends; anything else goes to those who listen."""
        if "state" in content:
            self.set_state(content["state"])
        else:
            super()._handle_custom_msg(content, buffers)

    def __init_subclass__(cls, script: str = "", style: str = "", **more: Any) -> None:
        """Put the subclass's own module and style behind what all share."""
        if script:
            cls._esm = f"{_HEAD}\n{script}\nexport default {{ render: classed(render) }};\n"
        if style:
            cls._css = f"{_STYLE}\n{style}"
        super().__init_subclass__(**more)


def beside(source: str) -> dict[str, str]:
    """Read the module and the style that stand beside a Python file under its name.

    Parameters
    ----------
    source : `__file__` of that Python file.
    """
    script, style = Path(source).with_suffix(".js"), Path(source).with_suffix(".css")
    return {
        "script": script.read_text(encoding="utf-8"),
        "style": style.read_text(encoding="utf-8") if style.exists() else "",
    }
