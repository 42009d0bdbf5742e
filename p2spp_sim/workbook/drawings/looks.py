"""What a person is put together from; a part drawn in the colour "own" takes the colour of who wears it."""

from p2spp_sim.workbook.drawings.pieces import box, disc, flat, line, moved, shape

TORSO = "M7 118.5C7 100 20 91 41 87L51 83H69L79 87C100 91 113 100 113 118.5Z"
NECK = "M51 64V84Q60 93 69 84V64Z"
HEAD = "M39 45C39 30 47 23 60 23C73 23 81 30 81 45C81 61 72 72 60 72C48 72 39 61 39 45Z"
EARS = ((38.5, 49), (81.5, 49))
KAWUNG = "M0 -6Q4 -3 0 0Q-4 -3 0 -6ZM0 6Q4 3 0 0Q-4 3 0 6ZM-6 0Q-3 4 0 0Q-3 -4 -6 0ZM6 0Q3 4 0 0Q3 -4 6 0Z"
MOTIF_PLACES = ((23, 106), (37, 97), (42, 112), (97, 106), (83, 97), (78, 112), (60, 107))


def _motif(course: str, fill: str) -> str:
    return "".join(moved(x, y, flat(course, fill)) for x, y in MOTIF_PLACES)


COLLAR = shape("M50 82L60 96L49 103L41 88Z", "own") + shape("M70 82L60 96L71 103L79 88Z", "own")
BUTTONS = line("M60 96V118")
POCKET = box(76, 103, 17, 14, "none") + line("M76 108H93")
# On the torso.
CLOTHES = {
    "uniform": COLLAR + BUTTONS + POCKET + box(28, 104, 15, 5, "ink"),
    "shirt": COLLAR + BUTTONS,
    "batik_flowers": _motif(KAWUNG, "sand") + COLLAR + BUTTONS,
    "batik_slants": (
        line(
            "M14 106L24 116M26 97L44 115M42 92L56 106M78 92L66 106M96 97L78 115M106 106L96 116",
            "sand",
            4,
        )
        + COLLAR
        + BUTTONS
    ),
    "batik_dots": (
        "".join(disc(x, y, 3.2, "cream", ' stroke="none"') for x, y in MOTIF_PLACES[:6])
        + COLLAR
        + BUTTONS
    ),
    "koko": (
        shape("M50 81Q60 92 70 81L72 87Q60 99 48 87Z", "own")
        + line("M56 94V118M64 94V118")
        + disc(60, 103, 1.6, "ink")
        + disc(60, 112, 1.6, "ink")
    ),
    "kebaya": (
        shape("M48 83L60 114L72 83L78 88L63 118.5H57L42 88Z", "cream") + _motif(KAWUNG, "cream")
    ),
    "blazer": (
        shape("M50 83L60 110L70 83L66 80H54Z", "paper")
        + shape("M48 84L60 112L40 101L44 97L37 94L41 87Z", "own")
        + shape("M72 84L60 112L80 101L76 97L83 94L79 87Z", "own")
    ),
    "vest": (
        shape("M47 83L60 100L73 83L70 80H50Z", "paper")
        + BUTTONS
        + shape("M25 118.5V94L43 86L54 118.5Z", "own")
        + shape("M95 118.5V94L77 86L66 118.5Z", "own")
        + line("M30 107H43M77 107H90")
    ),
}


FACE_IN_VEIL = "M43 47C43 33 50 27 60 27C70 27 77 33 77 47C77 61 70 70 60 70C50 70 43 61 43 47Z"
VEIL = "M60 13C38 13 31 28 31 48C31 62 35 72 27 89"
VEIL_BACK = "93 89C85 72 89 62 89 48C89 28 82 13 60 13Z"

# On the head: what is drawn behind the face, and what before it.
HEADS = {
    "short": (
        "",
        shape(
            "M38 47C34 25 46 14 61 14C77 14 86 26 82 47C80 44 79 39 77 34C66 37 54 35 47 30C43 34 41 40 38 47Z",
            "own",
        ),
    ),
    "parted": (
        "",
        shape(
            "M38 47C33 28 44 14 62 14C78 14 86 27 82 47C80 43 80 39 78 36C70 36 56 33 51 26C49 32 41 36 38 47Z",
            "own",
        ),
    ),
    "bald": (
        shape("M37 55C33 47 33 39 38 35H82C87 39 87 47 83 55Z", "own"),
        line("M50 31Q60 27 70 31", "ink", 1.5),
    ),
    "peci": (
        "",
        shape("M38 47L40 36H80L82 47Q79 44 78 39H42Q41 44 38 47Z", "ink")
        + shape("M38 38L41 19Q60 11 79 19L82 38Q60 31 38 38Z", "own")
        + line("M46 20Q60 15 74 20", "sky", 1.5),
    ),
    "cap": (
        "",
        shape("M38 36C38 20 47 12 60 12C73 12 82 20 82 36Z", "own")
        + shape("M38 36Q60 27 82 36Q94 37 98 43Q70 37 38 40Z", "own"),
    ),
    "bun": (
        shape(
            "M32 62C26 50 36 46 46 48H74C84 46 94 50 88 62C84 76 70 74 60 74C50 74 36 76 32 62Z",
            "own",
        ),
        shape(
            "M38 50C34 28 44 17 60 17C76 17 86 28 82 50C81 40 76 33 60 29C44 33 39 40 38 50Z", "own"
        ),
    ),
    "bob": (
        shape(
            "M60 14C40 14 32 28 33 46C34 60 31 68 34 76H86C89 68 86 60 87 46C88 28 80 14 60 14Z",
            "own",
        ),
        shape(
            "M39 47C36 27 46 17 60 17C74 17 84 27 81 47C79 40 76 36 72 31C62 38 50 37 44 35C42 38 40 42 39 47Z",
            "own",
        ),
    ),
    "veil": (
        shape(f"{VEIL}C42 106 78 106 {VEIL_BACK}", "own"),
        line("M44 80Q60 94 76 80M40 92Q60 104 80 92"),
    ),
    "draped": (
        shape(f"{VEIL}C42 104 74 108 {VEIL_BACK}", "own"),
        shape(
            "M34 80C48 92 70 90 86 74L94 90C92 98 100 106 104 114H84C82 106 78 102 70 101C54 103 40 98 34 80Z",
            "own",
        )
        + line("M82 92Q88 101 90 113"),
    ),
    "shawl": (
        shape(
            "M60 9C36 9 29 30 31 50C32 66 28 76 18 92L40 100L50 84H70L80 100L102 92C92 76 88 66 89 50C91 30 84 9 60 9Z",
            "own",
        ),
        shape(
            "M41 44C41 30 48 24 60 24C72 24 79 30 79 44C76 36 70 31 60 30C50 31 44 36 41 44Z", "ink"
        )
        + line("M33 84Q40 76 41 64M87 84Q80 76 79 64"),
    ),
}
VEILED = {"veil", "draped"}
NO_EARS = VEILED | {"bob", "shawl"}
LOOK = (
    line("M46 41Q50 38.5 54 40.5M66 40.5Q70 38.5 74 41", thick=2.2)
    + disc(50.5, 48, 1.4, "ink")
    + disc(69.5, 48, 1.4, "ink")
    + line("M60 49Q57.5 55 61 55.5", thick=1.8)
)

SMILES = {
    "soft": line("M53 61Q60 67 67 61", thick=2.2),
    "broad": shape("M52 60.5Q60 63 68 60.5Q66 68 60 68Q54 68 52 60.5Z", "paper"),
    "calm": line("M54 62.5Q60 64.5 66 62.5", thick=2.2),
}

FACES = {
    "glasses": disc(50.5, 48, 7, "none")
    + disc(69.5, 48, 7, "none")
    + line("M57.5 47Q60 45 62.5 47"),
    "moustache": shape("M49 60Q54 54 60 57Q66 54 71 60Q65 60.5 60 59.5Q55 60.5 49 60Z", "ink"),
    "beard": shape(
        "M43 58Q46 67 52 69Q60 71 68 69Q74 67 77 58C78 74 71 83 60 83C49 83 42 74 43 58Z", "silver"
    ),
    "lines": line("M43 54Q45 57 44 60M77 54Q75 57 76 60", thick=1.5),
}

HOLDS = {
    "photo": box(66, 82, 42, 29, "paper", 2)
    + box(70, 86, 34, 21, "sky")
    + line("M70 101Q76 91 81 100T92 99T104 98", "ink", 2),
    "folder": shape("M66 86H82L86 90H106V113H66Z", "amber") + line("M72 98H98", "cream"),
    "blue_folder": shape("M66 86H82L86 90H106V113H66Z", "sky") + line("M72 98H98"),
    "yellow_folder": shape("M66 86H82L86 90H106V113H66Z", "sand") + line("M72 98H98"),
    "pencil": moved(77, 101, shape("M-3 -16H3V10L0 16L-3 10Z", "ochre"), line("M-3 10H3"), turn=24),
    "pen": moved(77, 101, shape("M-3 -16H3V10L0 16L-3 10Z", "amber"), line("M-3 -6H3"), turn=24),
    "calculator": box(74, 82, 26, 31, "pale", 3)
    + box(78, 86, 18, 7, "paper")
    + line("M80 100H82M86 100H88M92 100H94M80 106H82M86 106H88M92 106H94"),
    "coupons": moved(88, 97, box(-20, -9, 40, 18, "cream", 2), turn=-12)
    + moved(88, 100, box(-20, -9, 40, 18, "cream", 2), disc(0, 0, 5, "ochre"), turn=-4),
    "certificate": box(66, 83, 42, 29, "cream", 2)
    + line("M72 91H102M76 97H98", "ink", 2)
    + disc(98, 105, 4.5, "ochre"),
}
