"""The sheet that hangs at the counter: one page of A4 as SVG, with the code big enough to be read from a step away."""

import io
import textwrap
from typing import Final
from xml.sax.saxutils import escape

import segno

from doimoi.words.surveys import POSTER

WIDTH, HEIGHT, CODE_SIDE = 210, 297, 90
"""In millimetres. The code is far above the 35 mm that a telephone needs at arm's length."""
_FONTS: Final = "'Be Vietnam Pro', 'Segoe UI', 'Noto Sans', Arial, sans-serif"


def qr_path(address: str) -> tuple[str, float]:
    """The dark modules of an address' code (error level Q, four light modules around) as an SVG path; and its side."""
    code = segno.make(address, error="q", micro=False, boost_error=False)
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=False, border=4, omitsize=True)
    drawing = out.getvalue().decode()
    return drawing.split(' d="')[1].split('"')[0], code.symbol_size(border=4)[0]


def poster(unit: str, ward: str | None, title: str, address: str) -> str:
    """The whole sheet. Everything written in it is escaped."""
    path, side = qr_path(address)
    left = (WIDTH - CODE_SIDE) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="{_FONTS}" fill="#16202e">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_lines(unit, 26, 7, 40, bold=True),
        *_lines(ward or "", 36, 5.5, 60),
        *_lines(POSTER["head"], 62, 13, 26, bold=True, colour="#0b4f9e"),
        *_lines(title, 78, 6, 56),
        f'<g transform="translate({left} 92) scale({CODE_SIDE / side:.5f})">'
        f'<path d="{path}" stroke="#000000" fill="none"/></g>',
        *_lines(POSTER["first"], 202, 7, 50),
        *_lines(POSTER["second"], 215, 7, 50),
        *_lines(POSTER["third"], 228, 7, 50),
        *_lines(POSTER["address"], 254, 5, 60, colour="#4b5768"),
        *_lines(address, 264, 6.5, 50, bold=True),
        "</svg>",
    ]
    return "".join(parts)


def _lines(
    words: str, top: float, size: float, columns: int, *, bold: bool = False, colour: str = "#16202e"
) -> list[str]:
    """A text centred on the sheet, broken where it would run over the edge; two lines at most."""
    rows = textwrap.wrap(words, columns, max_lines=2, placeholder="…")
    weight = ' font-weight="600"' if bold else ""
    return [
        f'<text x="{WIDTH / 2:g}" y="{top + place * size * 1.35:g}" font-size="{size:g}" text-anchor="middle"'
        f'{weight} fill="{colour}">{escape(row)}</text>'
        for place, row in enumerate(rows)
    ]
