"""How a person reads numbers, shares and rupiah in the language of the screen."""

from p2spp_sim.base.language import language, tr


def number(value: float, decimals: int = 0) -> str:
    """Write a number with the screen language's separators: 1.234,5 or 1,234.5."""
    text = f"{value:,.{decimals}f}"
    if language() == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def figure(value: float) -> str:
    """Write a number with the decimals it has, up to six."""
    text = number(value, 6)
    return text.rstrip("0").rstrip(",.")


def percent(share: float, decimals: int = 1) -> str:
    """Write a share of 0..1 as per cent."""
    return "–" if share != share else f"{number(100 * share, decimals)}%"


def rupiah(amount: int) -> str:
    """Write rupiah in full: Rp 1.500.000.000."""
    return f"Rp {number(int(amount))}"


def rupiah_short(amount: float) -> str:
    """Write rupiah in the largest fitting unit: Rp 1,5 miliar."""
    for size, word in ((1e12, tr("triliun")), (1e9, tr("miliar")), (1e6, tr("juta"))):
        if abs(amount) >= size:
            return f"Rp {figure(round(amount / size, 2))} {word}"
    return rupiah(int(amount))


def months() -> list[str]:
    """Name the twelve months."""
    return tr(
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    ).split()


def short_months() -> list[str]:
    """Name the twelve months in three letters."""
    return tr("Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des").split()


def ordinal(count: int) -> str:
    """Write a place in a row: ketiga or 3rd."""
    if language() == "id":
        from lokal import terbilang

        return f"ke{terbilang(count)}"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}th" if count // 10 % 10 == 1 else f"{count}{ending}"


def days() -> list[str]:
    """Name the seven days, Monday first."""
    return tr("Senin Selasa Rabu Kamis Jumat Sabtu Minggu").split()
