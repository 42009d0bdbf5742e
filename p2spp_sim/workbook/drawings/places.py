"""Places: the five villages, what they ask for, and the rooms in which it is decided."""

from p2spp_sim.workbook.drawings.landscape import (
    cloud,
    flag,
    house,
    joglo,
    land,
    palm,
    ripples,
    someone,
    sun,
    teak,
    tree,
)
from p2spp_sim.workbook.drawings.pieces import box, disc, flat, line, moved, shape


def _scene(ground: str, *parts: str) -> tuple[str, str]:
    return ground, "".join(parts)


def _many(*places: tuple[float, float], part: str) -> str:
    return "".join(moved(x, y, part) for x, y in places)


def _pillars(*xs: float, top: float, foot: float) -> str:
    return "".join(box(x - 3.5, top, 7, foot - top, "paper") for x in xs)


STONE = shape("M-10 5Q-11 -6 0 -7Q11 -6 10 5Q0 8 -10 5Z", "paper")
CAN = box(-8, -18, 16, 18, "blue", 2) + line("M-4 -18V-22H4V-18")

PLACES = {
    "rawaindah": _scene(
        "pale",
        sun(34, 34),
        land("80H238.5", "sky"),
        shape(
            "M96 158.5C104 146 96 138 108 130C118 122 108 112 126 104Q150 98 238.5 100V150.5Q238.5 158.5 230.5 158.5Z",
            "sand",
        ),
        line("M112 150C118 142 110 138 120 130M128 122C134 118 130 114 138 110", "amber", 2),
        palm(136, 108, 64, -26),
        box(160, 72, 66, 32, "paper"),
        shape("M152 72L166 50H220L234 72Z", "amber"),
        box(168, 82, 11, 22, "ink"),
        box(186, 81, 13, 10, "pale"),
        box(206, 81, 13, 10, "pale"),
        shape(
            "M2 128C22 84 74 78 90 108C96 122 84 130 78 120C74 112 62 116 64 128C66 144 84 148 104 150L96 158.5"
            "H9.5Q1.5 158.5 1.5 150.5Z",
            "blue",
        ),
        line("M14 134C28 108 50 98 68 102M24 146C32 132 40 124 50 120", "paper", 2),
        someone(196, 150, "amber", "veil"),
    ),
    "karangjati": _scene(
        "cream",
        shape("M1.5 94C30 44 76 44 120 90C150 44 196 44 238.5 82V110H1.5Z", "pale"),
        land("88Q120 80 238.5 88", "sand"),
        teak(28, 108, 94),
        teak(58, 100, 68),
        teak(214, 102, 66),
        house(176, 98, 50),
        shape("M108 85C100 100 70 112 66 158.5H176C172 112 142 100 134 85Z", "sky"),
        ripples((88, 146), (132, 150), (110, 136)),
        shape("M26 110H106L99 126H26ZM214 110H138L146 126H214Z", "amber"),
        moved(116, 124, box(-12, -5, 24, 10, "amber"), turn=56),
        line(
            "M26 94H92L104 104M32 110V94M52 110V94M72 110V94M92 110V94M214 94H150L140 102M208 110V94M189 110V94"
            "M170 110V94M151 110V94"
        ),
        someone(40, 156, "blue", "hair"),
    ),
    "mekarsari": _scene(
        "pale",
        cloud(44, 34),
        shape("M1.5 120C60 112 100 82 130 52Q160 24 238.5 30V140H1.5Z", "sky"),
        land("116C66 110 116 92 152 66Q184 46 238.5 50", "sand"),
        land("132C70 128 126 110 164 88Q196 72 238.5 76", "cream"),
        land("146C80 144 140 130 178 110Q206 98 238.5 100", "sand"),
        line(
            "M20 125q3 -6 6 0M44 122q3 -6 6 0M68 116q3 -6 6 0M150 116q3 -6 6 0M170 104q3 -6 6 0M194 94q3 -6 6 0"
            "M218 90q3 -6 6 0M176 82q3 -6 6 0M200 70q3 -6 6 0M222 67q3 -6 6 0M170 140q3 -6 6 0M196 130q3 -6 6 0"
            "M220 126q3 -6 6 0M204 148q3 -6 6 0",
            "blue",
            3,
        ),
        house(158, 64, 48),
        line("M206 54L104 118V132", thick=8),
        line("M206 54L104 118V130", "pale", 3),
        shape("M190 26H222V54H190Z", "blue"),
        line("M190 38H222", "paper", 2),
        shape("M104 136Q98 144 104 147Q110 144 104 136Z", "sky"),
        moved(78, 156, CAN),
        someone(48, 156, "amber", "veil", high=56),
    ),
    "sumberagung": _scene(
        "pale",
        shape("M36 96L96 28Q108 20 120 28L186 96Z", "sky"),
        shape("M82 44L96 28Q108 20 120 28L135 44L122 50L112 42L100 52Z", "paper"),
        sun(206, 34),
        land("86H238.5", "sand"),
        line(
            "M1.5 104L80 90M1.5 124L96 92M1.5 146L104 94M238.5 104L160 90M238.5 124L146 92M238.5 146L138 94",
            thick=1.8,
        ),
        line(
            "M14 132q3 -7 6 0M34 126q3 -7 6 0M52 120q3 -7 6 0M20 150q3 -7 6 0M44 142q3 -7 6 0M66 132q3 -7 6 0"
            "M220 132q3 -7 6 0M202 126q3 -7 6 0M214 150q3 -7 6 0M190 142q3 -7 6 0",
            "blue",
            3,
        ),
        shape("M114 86H128L190 158.5H52Z", "paper"),
        line("M121 92V98M121 106V116M121 126V142", thick=4),
        tree(84, 96, 32),
        tree(160, 96, 32),
        house(42, 106, 58),
        house(204, 106, 58, "blue"),
        someone(164, 154, "amber", "peci"),
    ),
    "batuputih": _scene(
        "cream",
        sun(210, 30),
        shape("M96 104C92 60 100 22 120 20C140 20 146 62 148 104Z", "paper"),
        shape("M18 116C14 62 26 34 48 34C70 34 74 74 80 116Z", "paper"),
        shape("M60 124C62 90 68 70 86 68C106 68 110 96 114 124Z", "paper"),
        shape("M156 112C154 74 164 58 180 58C200 58 206 84 210 112Z", "paper"),
        line(
            "M36 52Q32 70 32 92M54 48Q62 60 62 78M112 36Q108 54 108 66M128 34Q136 52 136 74M84 82Q80 94 80 106"
            "M176 72Q172 84 172 96",
            "ink",
            1.8,
        ),
        land("112C60 100 160 104 238.5 108", "sand"),
        shape(
            "M92 158.5C150 146 84 134 120 124C140 118 150 114 146 108H156C164 116 152 122 136 128"
            "C112 138 186 146 148 158.5Z",
            "cream",
        ),
        house(198, 126, 46),
        line("M34 146V116M34 130L20 118M34 124L48 110M40 118L36 108", thick=3.5),
        someone(72, 152, "blue", "hair", high=34),
        someone(100, 152, "amber", "veil", high=34),
    ),
    "tanggul": _scene(
        "pale",
        cloud(116, 28),
        land("88H238.5", "sand"),
        house(46, 104, 56),
        house(206, 82, 48, "blue"),
        palm(154, 96, 66, -12),
        shape("M120 92H238.5V130H92Z", "silver"),
        _many(
            (134, 101),
            (156, 101),
            (178, 101),
            (200, 101),
            (222, 101),
            (124, 117),
            (146, 117),
            (168, 117),
            (190, 117),
            (212, 117),
            part=STONE,
        ),
        shape(
            "M1.5 100C14 90 26 102 42 96C58 90 76 98 90 112C104 128 130 132 160 128C190 124 214 132 238.5 126V150.5"
            "Q238.5 158.5 230.5 158.5H9.5Q1.5 158.5 1.5 150.5Z",
            "blue",
        ),
        shape("M10 108H92L72 138H10Z", "none", ' stroke="#fff" stroke-dasharray="7 6"'),
        ripples((22, 148), (84, 146), (122, 142), (164, 140), (204, 146)),
    ),
    "jembatan": _scene(
        "cream",
        shape("M1.5 96C60 30 180 30 238.5 96V120H1.5Z", "pale"),
        land("112H238.5", "sky"),
        shape("M1.5 86H62L72 158.5H9.5Q1.5 158.5 1.5 150.5Z", "silver"),
        shape("M238.5 86H182L170 158.5H230.5Q238.5 158.5 238.5 150.5Z", "silver"),
        line(
            "M4 106H62M24 88V106M46 106V126M4 126H66M22 126V146M4 146H70M236 106H180M214 88V106M196 106V126"
            "M236 126H176M212 126V146M236 146H172",
            "ink",
            1.8,
        ),
        ripples((86, 130), (126, 138), (98, 150), (142, 122)),
        box(1.5, 74, 92, 13, "amber"),
        box(150, 74, 88.5, 13, "amber"),
        line("M24 74V87M46 74V87M68 74V87M172 74V87M194 74V87M216 74V87", "ink", 1.8),
        moved(96, 92, box(-14, -5, 28, 10, "amber"), turn=52),
        moved(146, 90, box(-9, -5, 18, 10, "amber"), turn=-38),
        line(
            "M2.5 50H84L96 58M12 74V50M36 74V50M60 74V50M82 74V50M237.5 50H160L150 62M228 74V50M204 74V50"
            "M180 74V50M160 74V50",
            thick=3.5,
        ),
        someone(40, 74, "blue", "peci", high=48),
        someone(206, 74, "amber", "veil", high=48),
    ),
    "mata_air": _scene(
        "pale",
        land("110Q120 96 238.5 112", "sand"),
        tree(52, 118, 100),
        shape("M60 122C62 84 84 62 112 62C136 60 150 84 152 122Z", "silver"),
        line("M84 118Q84 96 96 82M126 78Q136 90 136 106", "ink", 1.8),
        shape("M104 92L156 84V96L106 104Z", "ochre"),
        line("M122 90V101M140 87V98", "ink", 1.8),
        shape("M156 86C172 88 174 104 174 132H160C160 112 162 98 156 96Z", "sky"),
        shape("M96 140C96 124 206 124 206 140C206 154 96 154 96 140Z", "sky"),
        ripples((122, 142), (176, 142)),
        someone(216, 154, "amber", "veil", high=54),
        moved(84, 152, CAN),
    ),
    "pendapa": _scene(
        "pale",
        tree(30, 128, 62),
        tree(210, 128, 62),
        land("126H238.5", "sand"),
        box(44, 72, 152, 48, "cream"),
        someone(80, 122, "blue", "veil", seated=True),
        someone(106, 122, "amber", "peci", seated=True),
        someone(134, 122, "sky", "veil", seated=True),
        someone(160, 122, "ochre", "hair", seated=True),
        box(66, 108, 108, 14, "amber"),
        _pillars(48, 92, 148, 192, top=70, foot=124),
        moved(120, 72, joglo(208, 24, 32)),
        box(34, 122, 172, 9, "paper"),
        box(22, 131, 196, 10, "silver"),
    ),
    "kantor_skpd": _scene(
        "cream",
        tree(28, 132, 50),
        land("128H238.5", "pale"),
        box(52, 62, 150, 70, "paper"),
        shape("M42 62L64 34H190L212 62Z", "blue"),
        _many(
            (60, 72),
            (88, 72),
            (146, 72),
            (174, 72),
            (60, 104),
            (174, 104),
            part=box(0, 0, 20, 16, "sky"),
        ),
        box(112, 70, 30, 14, "amber", 2),
        line("M118 77H136", "paper", 2),
        shape("M92 96H162L156 88H98Z", "sand"),
        box(110, 100, 34, 32, "ink"),
        line("M127 100V132", "sky", 2),
        _pillars(98, 156, top=96, foot=132),
        box(84, 132, 86, 8, "silver"),
        flag(214, 144, 90),
        someone(44, 152, "ochre", "hair"),
    ),
    "gedung_dprd": _scene(
        "pale",
        land("108H238.5", "sand"),
        shape("M120 10L136 15V32Q134 42 120 48Q106 42 104 32V15Z", "ochre"),
        disc(120, 27, 7, "cream"),
        flag(48, 96, 76),
        moved(192, 96, line("M0 0V-76"), shape("M0 -76H22V-52H0Z", "blue")),
        someone(84, 100, "amber", "peci", seated=True),
        someone(120, 100, "blue", "veil", seated=True),
        someone(156, 100, "ochre", "hair", seated=True),
        shape("M60 84H180L188 112H52Z", "amber"),
        shape(
            "M20 158.5C24 132 66 120 120 120C174 120 216 132 220 158.5H202C196 142 164 134 120 134"
            "C76 134 44 142 38 158.5Z",
            "ochre",
        ),
        line("M74 134V122L81 117M166 134V122L159 117"),
        shape("M62 158.5C66 148 90 144 120 144C150 144 174 148 178 158.5Z", "blue"),
    ),
    "pendopo_kabupaten": _scene(
        "cream",
        tree(38, 126, 84),
        tree(202, 126, 84),
        land("122H238.5", "pale"),
        box(62, 84, 116, 38, "paper"),
        box(106, 90, 28, 34, "ink"),
        _many((74, 92), (146, 92), part=box(0, 0, 20, 18, "sky")),
        _pillars(66, 98, 142, 174, top=82, foot=124),
        moved(120, 84, joglo(160, 20, 30)),
        shape("M92 84L120 62L148 84Z", "cream"),
        disc(120, 76, 4.5, "ochre"),
        box(50, 122, 140, 8, "silver"),
        shape("M100 130H140L156 158.5H84Z", "paper"),
        _many(
            (58, 152), (182, 152), part=box(-7, -24, 14, 24, "silver") + disc(0, -31, 7, "cream")
        ),
    ),
    "balai_desa": _scene(
        "cream",
        shape("M1.5 100C40 56 90 60 130 96C160 70 200 70 238.5 92V130H1.5Z", "pale"),
        land("118H238.5", "sand"),
        palm(30, 130, 84, 8),
        box(70, 76, 118, 52, "paper"),
        shape("M56 76L82 42H176L202 76Z", "amber"),
        box(116, 90, 24, 38, "ink"),
        _many((80, 92), (152, 92), part=box(0, 0, 26, 18, "sky")),
        box(98, 58, 60, 15, "cream", 2),
        line("M106 65.5H150", thick=3),
        _pillars(70, 188, top=76, foot=130),
        box(58, 128, 142, 8, "silver"),
        flag(212, 146, 90),
    ),
    "musyawarah_malam": _scene(
        "blue",
        shape("M40 22A14 14 0 1 0 52 44A12 12 0 0 1 40 22Z", "cream"),
        _many(
            (84, 24),
            (206, 22),
            (224, 50),
            (20, 66),
            (12, 30),
            part=flat("M0 -4L1 -1L4 0L1 1L0 4L-1 1L-4 0L-1 -1Z", "cream"),
        ),
        land("124H238.5", "ink"),
        box(44, 66, 152, 72, "ochre"),
        flat("M120 68L188 136H52Z", "cream"),
        line("M120 54V66"),
        shape("M112 76Q112 66 120 66Q128 66 128 76Z", "paper"),
        _pillars(46, 194, top=64, foot=138),
        moved(120, 66, joglo(184, 20, 20)),
        someone(72, 136, "sky", "peci", seated=True),
        someone(102, 130, "amber", "veil", seated=True),
        someone(138, 130, "sand", "hair", seated=True),
        someone(168, 136, "blue", "veil", seated=True),
        shape("M28 136H212L222 150H18Z", "amber"),
        line("M40 143H200", "sand", 2),
    ),
    "tiga_map": _scene(
        "pale",
        land("66H238.5", "ochre"),
        line("M1.5 92H60M180 82H238.5M1.5 136H40M200 140H238.5", "amber", 2),
        moved(
            66,
            108,
            shape("M-40 -30H-14L-8 -22H36V30H-40Z", "amber"),
            box(-30, -10, 44, 14, "cream", 2),
            line("M-24 -3H6", thick=2),
            turn=-12,
        ),
        moved(
            122,
            98,
            shape("M-40 -30H-14L-8 -22H36V30H-40Z", "sky"),
            box(-30, -10, 44, 14, "cream", 2),
            line("M-24 -3H6", thick=2),
            turn=5,
        ),
        moved(
            178,
            114,
            shape("M-40 -30H-14L-8 -22H36V30H-40Z", "sand"),
            box(-30, -10, 44, 14, "paper", 2),
            line("M-24 -3H6", thick=2),
            turn=14,
        ),
        moved(
            36,
            52,
            shape("M-14 -14H14L11 12H-11Z", "paper"),
            line("M14 -8Q24 -6 13 4"),
            line("M-5 -20q-4 -6 0 -12M5 -20q-4 -6 0 -12", "ink", 1.8),
        ),
    ),
    "dua_daftar": _scene(
        "cream",
        land("60H238.5", "ochre"),
        moved(
            74,
            88,
            box(-42, -52, 84, 104, "paper", 2),
            *(
                box(-34, y, 9, 9, "amber") + line(f"M-18 {y + 4.5}H32", thick=3)
                for y in (-40, -22, -4, 14, 32)
            ),
            turn=-6,
        ),
        moved(
            168,
            90,
            box(-42, -52, 84, 104, "paper", 2),
            *(
                disc(-30, y + 4.5, 5, "sky") + line(f"M-18 {y + 4.5}H32", thick=3)
                for y in (-40, -22, -4, 14, 32)
            ),
            turn=5,
        ),
        moved(
            120, 104, shape("M-5 -46H5V30L0 42L-5 30Z", "blue"), line("M-5 30H5M-5 -36H5"), turn=38
        ),
    ),
}
