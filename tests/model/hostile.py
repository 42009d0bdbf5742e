"""Workbooks that want to harm whoever reads them, and odd ones that offices do have, all made by code."""
# ruff: noqa: E501 - a file is best seen as one line

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NAMES: tuple[str, ...] = ("isian",)  # of the sheets, which are all the same one
SHEET = "xl/worksheets/sheet1.xml"
TABLE = [["nomor", "kegiatan", "tahun"], ["K01", "Jalan", "2011"]]


def cell(at: str, text: object, more: str = "") -> str:
    return f'<c r="{at}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


def rows(table: Iterable[Iterable[object]]) -> Iterator[str]:
    for number, row in enumerate(table, 1):
        yield f'<row r="{number}">{"".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row))}</row>'


def parts(names: Iterable[str] | None = None, head: str = HEAD) -> dict[str, str]:
    """Give what a workbook has beside its sheets; all its sheets are the first one."""
    listed = [(number, name) for number, name in enumerate(NAMES if names is None else names, 1)]
    sheets = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in listed)
    targets = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        for at, _ in listed
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKED}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKED}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKED}/relationships">{targets}'
        f'<Relationship Id="rS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rT" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    }


def xlsx(
    data: Iterable[str],
    after: str = "",
    more: Mapping[str, str | Iterable[str]] | None = None,
    **of: object,
) -> Callable[[Path], None]:
    """Make a workbook from the XML of its rows, of what follows them, and of further parts."""

    def save(path: Path) -> None:
        with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as book:
            pieces = (
                f"{HEAD}<worksheet {MAIN}><sheetData>",
                *[()],
                *data,
                f"</sheetData>{after}</worksheet>",
            )
            for name, content in {**parts(**of), **(more or {}), SHEET: pieces}.items():  # type: ignore[arg-type]
                with book.open(name, "w", force_zip64=True) as part:
                    for piece in [content] if isinstance(content, str) else content:
                        part.write(piece.encode() if isinstance(piece, str) else b"")

    return save


def many(piece: str, times: int, by: int = 1000) -> Iterator[str]:
    """Say a piece many times, in lumps."""
    for _ in range(times // by):
        yield piece * by


def strings(items: Iterable[str]) -> dict[str, Iterable[str]]:
    return {"xl/sharedStrings.xml": (f"{HEAD}<sst {MAIN}>", *items, "</sst>")}


STYLES = {
    "xl/styles.xml": f'{HEAD}<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>"
}


def ods(table: str, prolog: str = "") -> Callable[[Path], None]:
    """Make a LibreOffice workbook with one sheet."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{office}:{name}:1.0"' for name in ("office", "table", "text"))

    def save(path: Path) -> None:
        with ZipFile(path, "w", ZIP_DEFLATED) as book:
            book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", ZIP_STORED)
            manifest = f'xmlns:manifest="{office}:manifest:1.0"'
            book.writestr(
                "META-INF/manifest.xml", f"{HEAD}<manifest:manifest {manifest}></manifest:manifest>"
            )
            book.writestr(
                "content.xml",
                f"{HEAD}{prolog}<office:document-content {spaces}><office:body><office:spreadsheet>"
                f'<table:table table:name="{NAMES[0]}">{table}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )

    return save


def ods_rows(table: Iterable[Iterable[object]]) -> str:
    return "".join(
        f"<table:table-row>{''.join(ods_cell(value) for value in row)}</table:table-row>"
        for row in table
    )


def ods_cell(text: object, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def patched(
    save: Callable[[Path], None], change: Callable[[bytes], bytes]
) -> Callable[[Path], None]:
    def patch(path: Path) -> None:
        save(path)
        path.write_bytes(change(path.read_bytes()))

    return patch


def lying(content: bytes) -> bytes:
    """Let the list of parts say that every part is 100 bytes long."""
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content = content[: at + 24] + struct.pack("<I", 100) + content[at + 28 :]
        at += 46
    return content


def locked(content: bytes) -> bytes:
    """Let every part say that it has a password."""
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = 0
        while (at := content.find(mark, at)) >= 0:
            content = (
                content[: at + place] + bytes([content[at + place] | 1]) + content[at + place + 1 :]
            )
            at += 30
    return content


def overlapping(path: Path) -> None:
    """Name one packed megabyte of blanks 4,000 times: a small file of 4 GB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    blank = b" " * (1 << 20)
    packed = packer.compress(blank) + packer.flush()
    body = BytesIO()
    fields = (20, 0, 8, 0, 0, zlib.crc32(blank), len(packed), len(blank))
    body.write(b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields, 1, 0) + b"a" + packed)
    start = body.tell()
    for _ in range(4000):
        body.write(
            b"PK\x01\x02"
            + struct.pack("<HHHHHHIIIHHHHHII", 20, *fields, 1, 0, 0, 0, 0, 0, 0)
            + b"a"
        )
    size = body.tell() - start
    body.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 4000, 4000, size, start, 0))
    path.write_bytes(body.getvalue())


def zipped(names: Iterable[tuple[str, bytes]]) -> Callable[[Path], None]:
    def save(path: Path) -> None:
        with ZipFile(path, "w", ZIP_DEFLATED) as book:
            for name, content in names:
                book.writestr(name, content)

    return save


def biff(*records: tuple[int, bytes]) -> bytes:
    """Give the stream of an old workbook: numbers of records and what they hold."""
    return b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in records)


def xls(stream: bytes) -> Callable[[Path], None]:
    """Put a stream into an OLE file, as Excel before 2007 did."""
    size = -(-max(len(stream), 4096) // 512)
    stream = stream.ljust(size * 512, b"\0")
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + size), 0xFFFFFFFE]
    tables = -(-len(fat) // 128)
    assert tables == 1, "one table of sectors only"
    head = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * (512 - len(head) - 4)

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        tree = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<H", len(raw))
            + tree
            + bytes(36)
            + struct.pack("<IQ", start, length)
        )

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        "Workbook", 2, 0xFFFFFFFF, 2, len(stream)
    )
    allocation = b"".join(struct.pack("<I", sector) for sector in fat)
    sectors = allocation.ljust(512, b"\xff") + folder.ljust(512, b"\0")
    return lambda path: path.write_bytes(head + sectors + stream) and None  # type: ignore[func-returns-value]


BOF = (0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
SUB = (0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
EOF = (0x000A, b"")


def old_sheet(*records: tuple[int, bytes]) -> bytes:
    """Give an old workbook with one sheet of these records."""
    named = struct.pack("<BB", 5, 0) + b"isian"

    def begin(at: int) -> bytes:
        return biff(BOF, (0x0085, struct.pack("<IBB", at, 0, 0) + named), EOF)

    return begin(len(begin(0))) + biff(SUB, *records, EOF)


DEEP = 500_000
WIDE = 16_384
LAST = 1_048_576
EVIL = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
LAUGHS = (
    "<!DOCTYPE x ["
    + "".join(
        f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' if at else '<!ENTITY e1 "hahahahaha">'
        for at in range(9)
    )
    + "]>"
)
DATE = '<c r="A3" s="1"><v>{}</v></c>'
Save = Callable[[Path], None]

# by name: how it is made, and whether it is large; each is told in words
TOLD: dict[str, tuple[Save, bool]] = {
    "errors with formulas.xlsx": (
        xlsx([*rows(TABLE), *many('<c r="A3" t="e"><f>1</f>', 400_000)]),
        False,
    ),
    "a cell in the last corner.xlsx": (
        xlsx([*rows(TABLE), f'<row r="{LAST}">{cell(f"XFD{LAST}", "x")}</row>']),
        False,
    ),
    "a cell beyond the last corner.xlsx": (
        xlsx([*rows(TABLE), f'<row r="9999999">{cell("ZZZ9999999", "x")}</row>']),
        False,
    ),
    "a cell far to the right and one far down.xlsx": (
        xlsx(
            [f'<row r="1">{cell("XFD1", "x")}</row>', f'<row r="99999">{cell("A99999", "x")}</row>']
        ),
        False,
    ),
    "a corner behind another prefix.xlsx": (
        xlsx([f'<x:row r="{LAST}"><x:c r="XFD{LAST}" t="n"><x:v>1</x:v></x:c></x:row>']),
        False,
    ),
    "a corner in single quotes.xlsx": (
        xlsx([f"<row><c s='1'  r='XFD{LAST}'><v>1</v></c></row>"]),
        False,
    ),
    "errors without end.xlsx": (
        xlsx(
            [
                *rows(TABLE),
                '<row r="3"><c r="A3" t="e"' + ' t="e"' * 300_000 + "><v>#N/A</v></c></row>",
            ]
        ),
        False,
    ),
    "blanks.xlsx": (xlsx(many(" " * 1000, 400_000)), True),
    "blanks in a part that nobody reads.xlsx": (
        xlsx(rows(TABLE), more={"xl/x.xml": many(" " * 1000, 400_000)}),
        True,
    ),
    "sizes that lie.xlsx": (patched(xlsx(many(" " * 1000, 300_000)), lying), True),
    "one part four thousand times.xlsx": (overlapping, False),
    "a hundred thousand parts.xlsx": (zipped((f"xl/{n}.xml", b"") for n in range(100_000)), True),
    "names that climb.xlsx": (
        zipped([("../../../../tmp/evil.xlsx", b"x"), ("/etc/passwd", b"x")]),
        False,
    ),
    "ten thousand sheets.xlsx": (xlsx(rows(TABLE), names=[f"s{n}" for n in range(10_000)]), False),
    "a name of 32 thousand letters.xlsx": (xlsx(rows(TABLE), names=["x" * 32_000]), False),
    "entities.xlsx": (xlsx(rows(TABLE), head=HEAD + EVIL), False),
    "entities in a sheet.xlsx": (
        zipped(
            [
                *((n, c.encode()) for n, c in parts().items()),
                (SHEET, f"{HEAD}{LAUGHS}<worksheet>&e9;</worksheet>".encode()),
            ]
        ),
        False,
    ),
    "an external entity.xlsx": (
        xlsx(rows(TABLE), head=f'{HEAD}<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
        False,
    ),
    "merged over the whole sheet.xlsx": (
        xlsx(
            rows([["nomor"] * 26, *[["K01"] * 26] * 40_000]),
            f'<mergeCells><mergeCell ref="A1:XFD{LAST}"/></mergeCells>',
        ),
        True,
    ),
    "merged a hundred thousand times.xlsx": (
        xlsx(
            rows([["nomor"] * 26, *[["K01"] * 26] * 2000]),
            "<mergeCells>" + f'<mergeCell ref="A1:XFD{LAST}"/>' * 100_000 + "</mergeCells>",
        ),
        True,
    ),
    "a million rows.xlsx": (
        xlsx(f'<row r="{n}">{cell(f"A{n}", "x")}</row>' for n in range(1, LAST)),
        True,
    ),
    "two hundred thousand rows.xlsx": (xlsx(rows([["nomor", "x"], *[["K", "x"]] * 200_000])), True),
    "more filled cells than allowed.xlsx": (xlsx(rows([["nomor"] * 26] * 90_000)), True),
    "rows without numbers.xlsx": (xlsx(many("<row><c><v>1</v></c></row>", 4_000_000)), True),
    "cells without places.xlsx": (
        xlsx(["<row>", *many("<c><v>1</v></c>", 6_000_000), "</row>"]),
        True,
    ),
    "nine thousand long cells.xlsx": (
        xlsx(cell(f"A{n}", "x" * 32_000) for n in range(1, 9_001)),
        True,
    ),
    "one long text a million times.xlsx": (
        xlsx(
            (f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1_000_001)),
            more=strings(["<si><t>", "x" * 32_000, "</t></si>"]),
        ),
        True,
    ),
    "one long text in every cell of a table.xlsx": (
        xlsx(
            (
                f'<row r="{n}">{"".join(f"""<c r="{chr(65 + c)}{n}" t="s"><v>0</v></c>""" for c in range(20))}</row>'
                for n in range(1, 40_001)
            ),
            more=strings(["<si><t>", "x" * 32_000, "</t></si>"]),
        ),
        True,
    ),
    "a text of 300 million letters.xlsx": (
        xlsx(rows(TABLE), more=strings(["<si><t>", *many("x" * 1000, 300_000), "</t></si>"])),
        True,
    ),
    "a cell of a million letters.xlsx": (
        xlsx([*rows(TABLE), f'<row r="3">{cell("A3", "x" * 1_000_000)}</row>']),
        False,
    ),
    "deeply nested names of sheets.xlsx": (xlsx(rows(TABLE), head=HEAD + "<a>" * DEEP), False),
    "cut short.xlsx": (
        patched(xlsx(rows(TABLE)), lambda content: content[: len(content) * 2 // 3]),
        False,
    ),
    "a password on every part.xlsx": (patched(xlsx(rows(TABLE)), locked), False),
    "a letter.xlsx": (
        zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
        False,
    ),
    "a picture.xlsx": (
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000)) and None,
        False,
    ),
    "nothing.xlsx": (lambda path: path.write_bytes(b"") and None, False),
    "zeros.xlsx": (lambda path: path.write_bytes(bytes(1_000_000)) and None, False),
    "no sheet.xlsx": (xlsx(rows(TABLE), names=[]), False),
    "a date without end.xlsx": (
        xlsx([*rows(TABLE), f'<row r="3">{DATE.format("-1e12")}</row>'], more=STYLES),
        False,
    ),
    "a repeated cell.ods": (
        ods(
            f'<table:table-row table:number-rows-repeated="{LAST}">{ods_cell("x", f"""table:number-columns-repeated="{WIDE}" """)}</table:table-row>'
        ),
        False,
    ),
    "a repeated number.ods": (
        ods(
            f'<table:table-row table:number-rows-repeated="{LAST}"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{WIDE}"/></table:table-row>'
        ),
        False,
    ),
    "repeats behind one another.ods": (
        ods(
            (
                "<table:table-row>"
                + ods_cell("x", 'table:number-columns-repeated="16384" ')
                + "</table:table-row>"
            )
            * 200
        ),
        False,
    ),
    "a repeat without end.ods": (
        ods(
            f'<table:table-row table:number-rows-repeated="99999999999">{ods_cell("x")}</table:table-row>'
        ),
        False,
    ),
    "emptiness, then a cell.ods": (
        ods(
            f'<table:table-row table:number-rows-repeated="{LAST - 1}"><table:table-cell table:number-columns-repeated="{WIDE - 1}"/>{ods_cell("x")}</table:table-row>'
        ),
        False,
    ),
    "a far cell behind emptiness.ods": (
        ods(
            f'{ods_rows(TABLE)}<table:table-row table:number-rows-repeated="{LAST - 5}"><table:table-cell table:number-columns-repeated="{WIDE}"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="{WIDE - 1}"/>{ods_cell("x")}</table:table-row>'
        ),
        False,
    ),
    "entities.ods": (ods(ods_rows(TABLE), EVIL), False),
    "a corner.xls": (
        xls(
            old_sheet(
                (0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)),
                (0x0203, struct.pack("<HHHd", 0xFFFF, 0xFFFF, 0, 1.0)),
            )
        ),
        False,
    ),
    "a range that ends before it begins.xls": (
        xls(
            old_sheet(
                (0x0200, struct.pack("<IIHHH", 9, 2, 9, 2, 0)),
                (0x0203, struct.pack("<HHHd", 1, 1, 0, 1.0)),
            )
        ),
        False,
    ),
    "records that lie.xls": (
        xls(old_sheet((0x00FC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)), (0x00BD, b"\0" * 5))),
        False,
    ),
    "no workbook in it.xls": (xls(bytes(10_000)), False),
    "an old head and nothing else.xls": (
        lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\xff" * 5000) and None,
        False,
    ),
    "a long line.csv": (
        lambda path: path.write_text("nomor,kegiatan\n" + "x" * 30_000_000) and None,
        False,
    ),
    "commas.csv": (
        lambda path: path.write_text("nomor,kegiatan\n" + "," * 50_000_000) and None,
        False,
    ),
    "many lines of commas.csv": (
        lambda path: path.write_text("nomor,kegiatan\n" + ("1," * 200 + "\n") * 100_000) and None,
        False,
    ),
    "zeros.csv": (lambda path: path.write_bytes(bytes(1_000_000)) and None, False),
    "too large.csv": (
        lambda path: path.write_bytes(b"nomor,kegiatan\n" * 6_000_000) and None,
        True,
    ),
    "a quote that does not end.csv": (
        lambda path: path.write_text('nomor,"kegiatan\n' + "x,y\n" * 2_000_000) and None,
        False,
    ),
    "long lines within quotes.csv": (
        lambda path: path.write_text('nomor,"' + ("x" * 99 + "\n") * 200_000 + '"\n') and None,
        False,
    ),
}
# what offices do have, or what does no harm: it is read
READ: dict[str, tuple[Save, bool]] = {
    "deeply nested.xlsx": (xlsx(["<a>" * DEEP, *rows(TABLE), "</a>" * DEEP]), False),
    "a look in the last corner.xlsx": (
        xlsx(
            [
                *rows(TABLE),
                f'<row r="{LAST}"><c r="XFD{LAST}" s="1"/><c r="XFD{LAST}" s="1"></c></row>',
            ]
        ),
        False,
    ),
    "a mark in the last row.xlsx": (
        xlsx([*rows(TABLE), f'<row r="{LAST}">{cell(f"A{LAST}", "x")}</row>']),
        False,
    ),
    "a look in every row.xlsx": (
        xlsx(
            [*rows(TABLE), *(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, 500_000))]
        ),
        True,
    ),
    "errors without values.xlsx": (xlsx([*rows(TABLE), *many('<c t="e"></c>', 40_000)]), False),
    "names, comments and links.xlsx": (
        xlsx(
            rows(TABLE),
            "<hyperlinks>"
            + f'<hyperlink ref="A1" location="isian!A1:XFD{LAST}"/>' * 300_000
            + "</hyperlinks>"
            + f'<conditionalFormatting sqref="A1:XFD{LAST}"><cfRule type="expression"><formula>1</formula></cfRule></conditionalFormatting>'
            * 1000,
            more={"xl/comments1.xml": many("<comment/>", 1_000_000)},
        ),
        True,
    ),
    "a hundred thousand looks.xlsx": (
        xlsx(
            rows(TABLE),
            more={
                "xl/styles.xml": [
                    f"{HEAD}<styleSheet {MAIN}><cellXfs>",
                    *many('<xf numFmtId="0"/>', 3_000_000),
                    "</cellXfs></styleSheet>",
                ]
            },
        ),
        True,
    ),
    "a million texts.xlsx": (
        xlsx(rows(TABLE), more=strings(many("<si><t>x</t></si>", 1_000_000))),
        True,
    ),
    "dates of other ages.xlsx": (
        xlsx(
            [
                *rows(TABLE),
                *(
                    f'<row r="{n}">{DATE.format(v)}</row>'
                    for n, v in enumerate(("1e300", "nan", "inf", "2958466"), 3)
                ),
            ],
            more=STYLES,
        ),
        False,
    ),
    "a table.ods": (ods(ods_rows(TABLE)), False),
    "emptiness to the end.ods": (
        ods(
            f'{ods_rows(TABLE)}<table:table-row table:number-rows-repeated="{LAST - 2}"><table:table-cell table:number-columns-repeated="{WIDE}"/></table:table-row>'
        ),
        False,
    ),
    "a number.xls": (xls(old_sheet((0x0203, struct.pack("<HHHd", 1, 1, 0, 1.0)))), False),
    "blank lines.csv": (
        lambda path: path.write_text("nomor,kegiatan\n" + ",,,,,,,,,\n" * 500_000) and None,
        False,
    ),
}
