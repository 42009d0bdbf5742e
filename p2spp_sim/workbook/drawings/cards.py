"""Cards of the game: what happens in a year, and the back that all of them share."""

from p2spp_sim.workbook.drawings.landscape import house, joglo, ripples, someone, tree
from p2spp_sim.workbook.drawings.pieces import box, disc, flat, line, moved, shape

PETALS = "".join(
    f"M0 0C{x * 3} {y * 9} {x * 9} {y * 14} {x * 14} {y * 14}C{x * 14} {y * 9} {x * 9} {y * 3} 0 0Z"
    for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1))
)


def _card(ground: str, *parts: str) -> tuple[str, str]:
    return ground, "".join(parts)


def _floor(top: str, fill: str) -> str:
    return shape(f"M1.5 {top}V156.5Q118.5 166.5 108.5 166.5H11.5Q1.5 166.5 1.5 156.5Z", fill)


CARDS = {
    "banjir": _card(
        "pale",
        moved(
            60,
            36,
            shape(
                "M-34 14A14 14 0 0 1 -28 -12A20 20 0 0 1 8 -20A17 17 0 0 1 32 -6A11 11 0 0 1 32 14Z",
                "silver",
            ),
        ),
        line(
            "M26 62L20 76M50 58L45 70M76 58L71 70M100 62L94 76M20 92L14 106M106 92L100 106",
            "blue",
            3.5,
        ),
        house(60, 134, 76),
        _floor("122C14 112 26 126 40 120C54 112 66 126 80 120C94 112 106 126 118.5 118", "blue"),
        ripples((16, 138), (60, 134), (84, 148), (34, 154)),
    ),
    "pemotongan_dau": _card(
        "cream",
        moved(
            50,
            54,
            shape("M-40 -26H34L26 -14L36 -4L26 8L34 18L30 26H-40Z", "sky"),
            disc(-6, 0, 13, "cream"),
            line("M-30 -14V14"),
            turn=-6,
        ),
        moved(
            90,
            68,
            shape("M-6 -26H18V26H-10L-6 18L-14 8L-4 -4L-14 -14Z", "sky"),
            line("M9 -14V14"),
            turn=16,
        ),
        line("M48 138L72 84M72 138L48 84", thick=7),
        line("M69 90L72 84M51 90L48 84", "silver", 2.5),
        disc(44, 142, 12, "ochre"),
        disc(76, 142, 12, "ochre"),
        disc(44, 142, 5.5, "cream"),
        disc(76, 142, 5.5, "cream"),
        disc(60, 111, 2.5, "cream"),
    ),
    "mutasi_setrawan": _card(
        "pale",
        _floor("128H118.5", "sand"),
        box(62, 40, 46, 88, "ochre"),
        box(68, 46, 34, 82, "cream"),
        someone(85, 132, "sand", "veil", high=74),
        box(92, 104, 20, 16, "amber", 2),
        line("M98 104V99H106V104"),
        shape("M16 112V84Q16 74 26 74H38Q48 74 48 84V112Z", "blue"),
        box(8, 112, 50, 9, "amber"),
        line("M14 121V150M52 121V150"),
        shape("M22 112L25 102H45L42 112Z", "paper"),
        line("M84 148H106M98 140L106 148L98 156", "blue", 4),
    ),
    "tahun_tenang": _card(
        "pale",
        *(
            moved(60, 78, line("M0 -30V-40", "ochre", 4), turn=turn)
            for turn in (-80, -48, -16, 16, 48, 80)
        ),
        disc(60, 78, 22, "ochre"),
        line("M18 34q6 -8 12 0q6 -8 12 0M78 24q5 -7 10 0q5 -7 10 0"),
        shape("M1.5 96C24 70 50 74 72 92C90 76 106 78 118.5 88V120H1.5Z", "sky"),
        _floor("108Q60 92 118.5 108", "sand"),
        line(
            "M56 102L22 166M62 102V166M68 102L102 166M10 124Q60 112 110 124M5 144Q60 132 115 144",
            thick=1.8,
        ),
        tree(28, 120, 40),
        someone(88, 152, "blue", "veil"),
    ),
    "menjelang_pemilu": _card(
        "cream",
        moved(
            60,
            58,
            box(-26, -36, 52, 72, "paper", 2),
            *(
                box(-18, y, 14, 12, fill) + line(f"M3 {y + 6}H18")
                for y, fill in ((-28, "sky"), (-9, "ochre"), (10, "sky"))
            ),
            turn=-5,
        ),
        shape("M16 92H104L112 104H8Z", "blue"),
        line("M34 97H86", thick=5),
        box(12, 104, 96, 50, "sky"),
        disc(60, 130, 16, "paper"),
        line("M52 130L58 137L69 123", thick=4),
    ),
    "punggung_kartu": _card(
        "paper",
        box(9, 9, 102, 150, "blue", 5),
        *(
            moved(x, y, flat(PETALS, "pale"), disc(0, 0, 2.5, "ochre", ' stroke="none"'))
            for y in (33, 67, 101, 135)
            for x in (26, 60, 94)
        ),
        disc(60, 84, 27, "cream"),
        moved(
            60,
            84,
            joglo(46, 6, 9),
            line("M-15 1V13M-5 1V13M5 1V13M15 1V13"),
            line("M-20 14H20", thick=4),
        ),
    ),
}
