"""The marks of the six groups that decide a kabupaten together."""

from p2spp_sim.workbook.drawings.landscape import house, joglo, tree
from p2spp_sim.workbook.drawings.pieces import box, disc, line, moved, shape


def _mark(ground: str, *parts: str) -> str:
    return disc(48, 48, 46, ground) + "".join(parts)


MARKS = {
    "desa": _mark("cream", tree(68, 72, 42), house(42, 74, 52)),
    "kecamatan": _mark(
        "pale",
        moved(48, 46, joglo(70, 9, 14)),
        line("M22 47V70M39 47V70M57 47V70M74 47V70"),
        box(16, 70, 64, 7, "paper"),
    ),
    "bappeda": _mark(
        "sky",
        box(24, 20, 48, 58, "paper", 4),
        box(37, 14, 22, 11, "ochre", 3),
        box(31, 56, 9, 14, "blue"),
        box(44, 44, 9, 26, "amber"),
        box(57, 34, 9, 36, "blue"),
    ),
    "skpd": _mark(
        "sand",
        shape("M22 62C20 36 32 24 48 24C64 24 76 36 74 62Z", "ochre"),
        line("M33 58C32 46 34 38 38 32M63 58C64 46 62 38 58 32"),
        shape("M42 28Q42 20 48 20Q54 20 54 28V60H42Z", "cream"),
        shape("M16 60H80Q86 60 84 66Q82 71 74 71H22Q14 71 12 66Q10 60 16 60Z", "amber"),
    ),
    "dprd": _mark(
        "blue",
        moved(
            46,
            42,
            box(-6, 4, 12, 44, "ochre", 3),
            box(-24, -14, 48, 22, "cream", 4),
            line("M-14 -14V8M14 -14V8"),
            turn=-45,
        ),
        box(18, 72, 40, 9, "cream", 3),
    ),
    "sipil": _mark(
        "amber",
        shape("M40 18H78Q86 18 86 26V44Q86 52 78 52H72L74 62L60 52H54V38H40Z", "pale"),
        shape(
            "M20 34H58Q66 34 66 42V60Q66 68 58 68H40L26 80L29 68H20Q12 68 12 60V42Q12 34 20 34Z",
            "paper",
        ),
        disc(27, 51, 3.6, "ink"),
        disc(39, 51, 3.6, "ink"),
        disc(51, 51, 3.6, "ink"),
    ),
}
