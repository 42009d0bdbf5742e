"""Numbers as people write them, with Indonesian or English separators."""

import re
from math import inf, isfinite
from numbers import Integral, Real

import numpy as np

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import figure
from p2spp_sim.base.language import language, tr

LARGEST = 9 * 10**15  # nothing beyond is read: up to here every whole number has a float of its own
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([.,][0-9]{3})+")
_ONE_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_PLAIN = {
    True: re.compile("[0-9]{1,15}"),
    False: re.compile(r"[0-9]{1,15}(\.[0-9]+)?"),
}  # by whether whole: most cells
_ROUNDED_IDR = 100_000  # amounts from here on may have decimals, as products of volume and price: no office pays them
_RUPIAH = re.compile(r"^(Rp\.?|IDR)|([.,]-+|rupiah)$", re.IGNORECASE)
SIZES = {
    **dict.fromkeys(("ribu", "ribuan", "rb"), 10**3),
    **dict.fromkeys(("juta", "jutaan", "jt"), 10**6),
    **dict.fromkeys(("miliar", "miliaran", "milyar", "milyaran", "mlr", "m"), 10**9),
    **dict.fromkeys(("triliun", "triliunan", "trilyun"), 10**12),
}  # rupiah in each word for a size, in a cell or above a column
_SIZED = re.compile(rf"(.*\d)\s*({'|'.join(SIZES)})\b\.?\s*(rupiah)?\s*([.,]?-+)?", re.IGNORECASE)

MOST = 2**63 - 1  # the largest whole number that tables and files hold


def whole_number(name: str, value: object, low: int = 0) -> int:
    """Give a whole number as Python keeps it: how many, or the seed, replicate or year of draws.

    A whole number of numpy is one too; True, 7.0 and "7" are not.

    Raises
    ------
    OutOfBounds : no whole number, below `low` or above `MOST`; says by what name it was given.
    """
    whole = isinstance(value, Integral) and not isinstance(value, (bool, np.bool_))
    if whole and low <= value <= MOST:  # type: ignore[operator]
        return int(value)  # type: ignore[call-overload]
    wanted = tr("bilangan bulat paling sedikit {low}").format(low=low)
    if whole and value > MOST:  # type: ignore[operator]
        wanted = tr("bilangan bulat paling besar {high}").format(high=MOST)
    given = repr(value) if isinstance(value, str) else value
    raise OutOfBounds(
        [tr("{name} = {value}: diharapkan {wanted}.").format(name=name, value=given, wanted=wanted)]
    )


def is_number(value: object, most: float = inf) -> bool:
    """Tell whether something is a finite number, and no yes or no."""
    is_real = isinstance(value, Real) and not isinstance(value, bool)
    return is_real and isfinite(value) and abs(value) <= most  # type: ignore[arg-type]


def without_unit(text: str, unit: str) -> str:
    """Take away the words of the unit asked for that stand behind a number, as in 350 juta, Rp 350 jt or 4 usulan."""
    words = [re.escape(word) for word in unit.split()] + ["jt"] * (tr("juta") in unit.split())
    return (
        re.sub(rf"(?<=\d)(?:\s*(?:{'|'.join(words)})\b\.?)+\s*$", "", text, flags=re.IGNORECASE)
        if words
        else text
    )


class Ambiguous(ValueError):
    """A separator before three last digits that may part thousands or decimals."""


def read_number(text: str, *, whole: bool, typed: bool = False) -> float:
    """Read a number whose thousands and decimals are parted by points and commas, either way round.

    Where both stand in it, the last one parts decimals, unless three digits follow it. A point before three last
    digits parts thousands in whole numbers and decimals in others.

    Parameters
    ----------
    text : as 1250000, 1.250.000,5, 1,250,000.5 or Rp. 1.250.000,-
    whole : whether a whole number is asked for.
    typed : whether it comes from the screen, whose language then tells what a comma parts.

    Raises
    ------
    Ambiguous : a separator before three last digits, and nothing tells what it parts.
    ValueError : no number; the message says what is expected.
    """
    if _PLAIN[whole].fullmatch(text):
        return float(text)
    plain = _RUPIAH.sub("", re.sub(r"[\s_]", "", text))
    separators = re.findall("[.,]", plain)
    decimal = separators[-1] if len(set(separators)) == 2 else ""
    if len(separators) == 1 and not (
        _ONE_GROUP.fullmatch(plain) and _parts_thousands(plain, whole, typed)
    ):
        decimal = separators[0]
    head, _, tail = plain.partition(decimal) if decimal else (plain, "", "")
    if (
        len(set(separators)) == 2
        and re.fullmatch("[0-9]{3}", tail)
        and not (typed and decimal == _decimal_mark())
    ):
        message = tr(
            "pemisah terakhir dapat berarti pecahan atau ribuan; tulis tanpa pemisah, misalnya {example}"
        )
        raise Ambiguous(message.format(example=re.sub("[.,]", "", head)))
    if _GROUPED.fullmatch(head):
        head = re.sub("[.,]", "", head)
    try:
        value = float(f"{head}.{tail}" if decimal else head)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        example = "150000000, 150.000.000, Rp 150.000.000,-" if whole else "0,25"
        raise ValueError(tr("diharapkan angka, misalnya {example}").format(example=example))
    if abs(value) > LARGEST:
        raise ValueError(tr("diharapkan paling besar {high}").format(high=figure(LARGEST)))
    return value


def _decimal_mark() -> str:
    return "." if language() == "en" else ","


def _parts_thousands(plain: str, whole: bool, typed: bool) -> bool:
    """Tell whether the only separator of a number, before its three last digits, parts thousands."""
    if "." in plain:
        return whole
    if typed and (language() == "en" or not whole):
        return language() == "en"
    message = tr(
        "koma di sini dapat berarti pecahan atau ribuan; tulis tanpa koma, misalnya {example}"
    )
    raise Ambiguous(message.format(example=plain.replace(",", "")))


def read_figure(text: str, *, whole: bool, typed: bool = False) -> float | int:
    """Read a number as `read_number` does, and a whole one as int.

    Raises
    ------
    Ambiguous : a comma before three last digits, and nothing tells what it parts.
    ValueError : no such number; the message says what is expected.
    """
    value = read_number(text, whole=whole, typed=typed)
    if not whole:
        return value
    if value != int(value):
        raise ValueError(tr("diharapkan bilangan bulat"))
    return int(value)


def read_rupiah(text: str, unit: int = 1) -> int:
    """Read an amount as people write it, also with a word for its size: 175 jt, 1,5 M.

    Parameters
    ----------
    text : as it stands in a cell.
    unit : rupiah that one stands for in this column, as 1000 below "(ribu rupiah)".

    Raises
    ------
    Ambiguous : it can be read in two ways.
    ValueError : no amount in whole rupiah; the message says what is expected.
    """
    if sized := _SIZED.fullmatch(text):
        if unit > 1:
            message = tr(
                "satuan tertulis dua kali, di judul kolom dan di sel ini; tulis angkanya saja"
            )
            raise Ambiguous(message)
        text, unit = sized[1], SIZES[sized[2].casefold()]
    elif unit == 1 and abs(read_number(text, whole=True)) < _ROUNDED_IDR:
        return int(read_figure(text, whole=True))
    value = read_number(text, whole=True)
    if unit > SIZES["ribu"] and _ONE_GROUP.fullmatch(_RUPIAH.sub("", re.sub(r"[\s_]", "", text))):
        message = tr(
            "titik di sini dapat berarti pecahan atau ribuan; tulis rupiah utuh tanpa titik"
        )
        raise Ambiguous(message)
    if abs(value) * unit > LARGEST:
        raise ValueError(tr("diharapkan paling besar {high}").format(high=figure(LARGEST)))
    return round(value * unit)
