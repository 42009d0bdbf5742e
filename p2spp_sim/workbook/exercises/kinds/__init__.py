"""The kinds of exercises, a file each: fields in the bank, faults, judging, boxes on the screen, form on paper.

A file holds one class, a `Question` with the file's name as its tag; nothing else lists the kinds.
"""

from importlib import import_module
from pkgutil import iter_modules

from p2spp_sim.workbook.exercises.question import Question


def _kind(file: str) -> type[Question]:
    module = import_module(f"{__name__}.{file}")
    classes = (each for each in vars(module).values() if isinstance(each, type))
    return next(each for each in classes if each.__module__ == module.__name__)


KINDS = {file.name: _kind(file.name) for file in iter_modules(__path__) if file.name[0] != "_"}
