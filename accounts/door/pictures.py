"""Text as a square that a camera reads, drawn as one path and nothing else."""

from dataclasses import dataclass

from qrcode.main import QRCode


@dataclass(frozen=True)
class Square:
    """A picture of `size` × `size` units; `path` is what is dark, in SVG's words."""

    size: int
    path: str


def square(text: str) -> Square:
    """Return the QR code of a text, with the quiet edge that cameras need."""
    code = QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    dark = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return Square(len(rows), "".join(dark))
