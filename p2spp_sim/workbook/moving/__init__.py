"""What moves on a page: controls and pictures of our own, each one ES module in the browser, one model in the kernel.

The module of a board stands beside the Python file that makes it (`cards.py`, `cards.js`, `cards.css`) and is the
body of a file whose head is `moving.js` here: it uses what that file offers and says what it draws with `render`.
"""

from p2spp_sim.workbook.moving.moving import GIVEN, Moving, beside

__all__ = ["GIVEN", "Moving", "beside"]
