"""People: half figures; who looks like what is one table.

A face has few strokes. All are fictional, and dressed as one dresses for a meeting.
"""

from dataclasses import dataclass

from p2spp_sim.workbook.drawings.looks import (
    CLOTHES,
    EARS,
    FACE_IN_VEIL,
    FACES,
    HEAD,
    HEADS,
    HOLDS,
    LOOK,
    NECK,
    NO_EARS,
    SMILES,
    TORSO,
    VEILED,
)
from p2spp_sim.workbook.drawings.pieces import disc, moved, owned, shape

LOWER = 4  # the head stands that much lower than it is drawn


@dataclass(frozen=True, slots=True)
class Person:
    """One person's looks.

    Parameters
    ----------
    skin : a colour.
    head, clothes : what is worn, of `HEADS` and `CLOTHES`, and its colour.
    face, holds, smile : keys of `FACES`, `HOLDS` and `SMILES`.
    village : comes from a village; others come from an office, and stand before blue.
    """

    skin: str
    head: tuple[str, str]
    clothes: tuple[str, str]
    face: tuple[str, ...] = ()
    holds: str = ""
    smile: str = "soft"
    village: bool = False

    @property
    def ground(self) -> str:
        """What the person stands before."""
        return "cream" if self.village else "pale"

    @property
    def drawn(self) -> str:
        """The parts put together, from the back to the front."""
        (worn, hair), (dress, cloth) = self.head, self.clothes
        behind, before = (owned(part, hair) for part in HEADS[worn])
        veiled = worn in VEILED
        ears = "" if worn in NO_EARS else "".join(disc(x, y, 5, self.skin) for x, y in EARS)
        face = ears + shape(FACE_IN_VEIL if veiled else HEAD, self.skin)
        look = "".join(FACES[key] for key in self.face) + LOOK + SMILES[self.smile]
        body = owned(shape(TORSO, "own") + shape(NECK, self.skin) + CLOTHES[dress], cloth)
        held_up = HOLDS[self.holds] + disc(70, 112, 5.2, self.skin) if self.holds else ""
        if veiled:
            return body + moved(0, LOWER, behind, face, look, before) + held_up
        return moved(0, LOWER, behind) + body + moved(0, LOWER, face, look, before) + held_up


PEOPLE = {
    "bu_ratmi": Person(
        "warm", ("veil", "amber"), ("batik_flowers", "blue"), holds="photo", village=True
    ),
    "pak_wiryo": Person(
        "warm",
        ("peci", "ink"),
        ("batik_slants", "amber"),
        face=("moustache",),
        holds="folder",
        village=True,
    ),
    "bu_lestari": Person("fair", ("veil", "sky"), ("uniform", "sand")),
    "bu_arum": Person("fair", ("bun", "ink"), ("kebaya", "blue"), holds="coupons"),
    "pak_hendra": Person(
        "warm", ("parted", "ink"), ("uniform", "sand"), face=("glasses",), smile="calm"
    ),
    "bu_nirmala": Person("fair", ("draped", "cream"), ("blazer", "blue"), holds="pen"),
    "bu_sulastri": Person(
        "deep",
        ("bun", "silver"),
        ("batik_dots", "amber"),
        face=("lines",),
        holds="pencil",
        smile="broad",
        village=True,
    ),
    "pak_darto": Person("deep", ("cap", "blue"), ("vest", "ochre"), smile="broad"),
    "bu_wening": Person(
        "fair", ("bob", "ink"), ("uniform", "sand"), face=("glasses",), holds="blue_folder"
    ),
    "pak_danu": Person(
        "deep", ("short", "silver"), ("koko", "paper"), face=("lines",), village=True
    ),
    "pak_samsul": Person("fair", ("short", "ink"), ("shirt", "paper"), holds="yellow_folder"),
    "bu_yuni": Person("deep", ("veil", "cream"), ("uniform", "sand"), smile="broad"),
    "bu_sari": Person(
        "warm", ("veil", "blue"), ("batik_dots", "ochre"), holds="blue_folder", village=True
    ),
    "bu_karsih": Person(
        "deep",
        ("shawl", "sky"),
        ("batik_flowers", "amber"),
        face=("lines",),
        holds="certificate",
        village=True,
    ),
    "pak_tarno": Person("deep", ("peci", "ink"), ("koko", "sky"), face=("beard",), village=True),
    "pak_yusuf": Person(
        "warm",
        ("bald", "ink"),
        ("uniform", "sand"),
        face=("glasses", "moustache"),
        holds="calculator",
    ),
    "bu_ida": Person("warm", ("draped", "ochre"), ("batik_flowers", "blue"), village=True),
    "bu_asih": Person(
        "fair", ("draped", "silver"), ("uniform", "sand"), face=("glasses",), holds="blue_folder"
    ),
    "pak_gunawan": Person("fair", ("parted", "silver"), ("batik_slants", "blue"), face=("lines",)),
    "pak_rahmat": Person("warm", ("short", "ink"), ("blazer", "blue"), holds="folder"),
}
