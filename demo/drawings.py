"""How the example documents look: drawn, so that nothing in them belongs to a real person."""

import io
from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image, ImageDraw

_INK: Final = "#23423f"
_PALE: Final = "#8aa3a0"
_STAMP: Final = "#b4442f"
_SHEET: Final = (720, 1000)
_CARD: Final = (860, 540)
_PHOTO: Final = (960, 720)

Pen = ImageDraw.ImageDraw
Size = tuple[int, int]


def draw(name: str) -> tuple[bytes, str]:
    """Return the drawing of that name as file content, and its extension."""
    out = io.BytesIO()
    if name == "report":
        pages = [_page(_SHEET, "#ffffff", _report_page(number)) for number in (1, 2, 3)]
        pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=96, quality=40)
        return out.getvalue(), "pdf"
    size, paper, paint = DRAWINGS[name]
    _page(size, paper, paint).save(out, "JPEG", quality=72)
    return out.getvalue(), "jpg"


def _page(size: Size, paper: str, paint: Callable[[Pen], None]) -> Image.Image:
    page = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(page)
    paint(pen)
    at = (size[0] - 260, size[1] - 110)
    pen.text(at, "CONTOH", fill=_STAMP, font_size=44, stroke_width=2, stroke_fill="#ffffff")
    return page


def _card(pen: Pen) -> None:
    pen.rounded_rectangle((16, 16, 844, 524), 28, outline=_INK, width=4)
    pen.text((48, 40), "KARTU IDENTITAS (CONTOH)", fill=_INK, font_size=36)
    rows = ("Nama", "Tempat, tanggal lahir", "Alamat", "Pekerjaan", "Berlaku sampai")
    for number, label in enumerate(rows):
        top = 120 + 68 * number
        pen.text((48, top), label, fill=_INK, font_size=22)
        pen.line((300, top + 26, 560, top + 26), fill=_PALE, width=3)
    pen.rectangle((620, 120, 800, 360), fill="#c9d8e6", outline=_INK, width=3)
    pen.ellipse((672, 160, 748, 240), fill="#7d8fa0")
    pen.pieslice((640, 250, 780, 460), 180, 360, fill="#7d8fa0")


def _table(title: str, rows: int, height: int) -> Callable[[Pen], None]:
    def paint(pen: Pen) -> None:
        pen.text((60, 50), title, fill=_INK, font_size=34)
        for row in range(rows):
            top, low = 130 + height * row, 130 + height * (row + 1)
            pen.rectangle((60, top, 660, low), outline=_INK, width=2)
            pen.line((130, top, 130, low), fill=_INK, width=2)
            pen.line((480, top, 480, low), fill=_INK, width=2)
            pen.text((82, top + 14), str(row + 1), fill=_INK, font_size=22)
            pen.line((150, top + 32, 300 + row * 37 % 160, top + 32), fill=_PALE, width=4)
            pen.line((500, top + 32, 560 + row * 53 % 90, top + 32), fill=_PALE, width=4)

    return paint


def _certificate(pen: Pen) -> None:
    pen.rectangle((28, 28, 692, 972), outline=_INK, width=6)
    pen.rectangle((42, 42, 678, 958), outline=_PALE, width=2)
    pen.ellipse((310, 80, 410, 180), outline=_INK, width=5)
    pen.text((150, 220), "SURAT KETERANGAN", fill=_INK, font_size=42)
    pen.text((260, 280), "(CONTOH)", fill=_INK, font_size=36)
    _lines(pen, top=380, count=9)
    _signature(pen, (430, 800))


def _letter(pen: Pen) -> None:
    pen.text((60, 60), "SURAT (CONTOH)", fill=_INK, font_size=34)
    pen.line((60, 116, 660, 116), fill=_INK, width=4)
    _lines(pen, top=170, count=13)
    _signature(pen, (420, 790))


def _receipt(pen: Pen) -> None:
    pen.text((60, 50), "NOTA PENJUALAN (CONTOH)", fill=_INK, font_size=32)
    for row in range(11):
        top = 140 + 56 * row
        amount = (row * 37 % 19 + 3) * 12_500
        pen.line((60, top + 44, 660, top + 44), fill=_PALE, width=2)
        pen.text((70, top), f"{row % 5 + 1} buah", fill="#1f3f7a", font_size=28)
        text = f"{amount:,}".replace(",", ".")
        pen.text((470, top), f"Rp{text}", fill="#1f3f7a", font_size=28)
    _signature(pen, (430, 780))


def _label(pen: Pen) -> None:
    pen.rounded_rectangle((60, 60, 800, 480), 60, fill="#2f7d6d", outline=_INK, width=6)
    pen.ellipse((120, 130, 380, 390), fill="#f0c75e", outline="#fff7e0", width=10)
    pen.text((430, 150), "MEREK", fill="#fff7e0", font_size=72)
    pen.text((430, 250), "contoh label", fill="#fff7e0", font_size=36)
    pen.text((430, 330), "isi bersih 200 g", fill="#fff7e0", font_size=28)


def _shop(wall: str, roof: str, awning: str) -> Callable[[Pen], None]:
    def paint(pen: Pen) -> None:
        pen.rectangle((0, 520, 960, 720), fill="#a89878")
        pen.rectangle((160, 240, 800, 560), fill=wall, outline=_INK, width=3)
        pen.polygon(((120, 240), (480, 90), (840, 240)), fill=roof)
        for stripe in range(8):
            left = 180 + 75 * stripe
            fill = awning if stripe % 2 else "#f7f3e8"
            pen.rectangle((left, 290, left + 75, 350), fill=fill)
        pen.rectangle((220, 370, 420, 560), fill="#5b4a3a")
        pen.rectangle((480, 370, 740, 490), fill="#bcd7e3", outline=_INK, width=4)
        for pot in range(4):
            pen.ellipse((500 + 58 * pot, 430, 545 + 58 * pot, 488), fill=roof)

    return paint


def _goods(cloth: str, first: str, second: str) -> Callable[[Pen], None]:
    def paint(pen: Pen) -> None:
        pen.rectangle((0, 440, 960, 720), fill=cloth)
        for number in range(5):
            left = 80 + 170 * number
            height = 150 + number * 67 % 130
            fill = second if number % 2 else first
            pen.ellipse((left, 560 - height, left + 130, 580), fill=fill, outline=_INK, width=3)
            pen.rectangle((left + 40, 530 - height, left + 90, 580 - height), fill=fill)

    return paint


def _chair(pen: Pen) -> None:
    pen.rectangle((0, 600, 960, 720), fill="#cdbfa8")
    for left in (330, 590):
        pen.rectangle((left, 150, left + 40, 640), fill="#8f5a3a", outline=_INK, width=3)
    for bar in range(4):
        top = 180 + 60 * bar
        pen.rectangle((370, top, 590, top + 26), fill="#c98b4e", outline=_INK, width=2)
    pen.polygon(((300, 430), (660, 430), (700, 490), (260, 490)), fill="#c98b4e", outline=_INK)
    for left in (270, 660):
        pen.rectangle((left, 490, left + 34, 680), fill="#8f5a3a", outline=_INK, width=3)


def _cloth(pen: Pen) -> None:
    pen.rectangle((180, 90, 780, 630), fill="#5a2f2a", outline=_INK, width=4)
    for row in range(6):
        for column in range(7):
            left, top = 205 + 82 * column, 115 + 84 * row
            pen.ellipse(
                (left, top, left + 60, top + 60), fill="#d9a55b", outline="#f3e2c0", width=3
            )
            pen.ellipse((left + 20, top + 20, left + 40, top + 40), fill="#5a2f2a")


def _jar(pen: Pen) -> None:
    pen.rectangle((0, 560, 960, 720), fill="#c7b299")
    for left, fill in ((230, "#b4442f"), (420, "#8f5a3a"), (610, "#d9b44a")):
        pen.rounded_rectangle((left, 260, left + 140, 600), 26, fill=fill, outline=_INK, width=4)
        pen.rectangle((left + 15, 215, left + 125, 270), fill="#f4f1ea", outline=_INK, width=3)
        pen.rectangle((left + 14, 370, left + 126, 500), fill="#fff7e0")


def _basket(pen: Pen) -> None:
    pen.rectangle((0, 560, 960, 720), fill="#cdd6c8")
    pen.polygon(((260, 300), (700, 300), (640, 620), (320, 620)), fill="#c98b4e", outline=_INK)
    for row in range(5):
        top = 330 + 56 * row
        pen.line((270 + 12 * row, top, 690 - 12 * row, top), fill="#8f5a3a", width=10)
    pen.arc((330, 120, 630, 480), 180, 360, fill="#8f5a3a", width=18)


def _report_page(number: int) -> Callable[[Pen], None]:
    def paint(pen: Pen) -> None:
        pen.text((60, 60), f"LAPORAN (CONTOH), halaman {number}", fill=_INK, font_size=30)
        _lines(pen, top=140, count=6)
        for bar in range(8):
            height = 60 + (bar * number * 47) % 260
            left = 80 + 70 * bar
            pen.rectangle((left, 860 - height, left + 46, 860), fill="#2f7d6d")
        pen.line((60, 860, 660, 860), fill=_INK, width=3)

    return paint


def _lines(pen: Pen, *, top: int, count: int) -> None:
    for row in range(count):
        pen.line((60, top + 40 * row, 660 - row * 83 % 210, top + 40 * row), fill=_PALE, width=5)


def _signature(pen: Pen, at: Size) -> None:
    left, top = at
    steps = ((0, 40), (30, 0), (50, 60), (80, 10), (110, 50), (150, 20), (200, 34))
    pen.line([(left + x, top + y) for x, y in steps], fill="#1f3f7a", width=5, joint="curve")
    pen.line((left, top + 84, left + 220, top + 84), fill=_INK, width=3)


DRAWINGS: Final[Mapping[str, tuple[Size, str, Callable[[Pen], None]]]] = {
    "card": (_CARD, "#dfeaf2", _card),
    "table": (_SHEET, "#fbfaf5", _table("DAFTAR (CONTOH)", 15, 52)),
    "family-1": (_SHEET, "#e9efe2", _table("KARTU KELUARGA (CONTOH)", 5, 74)),
    "family-2": (_SHEET, "#f3efe0", _table("KARTU KELUARGA (CONTOH)", 8, 86)),
    "certificate": (_SHEET, "#fdfbf2", _certificate),
    "letter": (_SHEET, "#ffffff", _letter),
    "receipt": (_SHEET, "#fdf6e3", _receipt),
    "label": (_CARD, "#f4f1ea", _label),
    "shop-1": (_PHOTO, "#cfe3ee", _shop("#e8d9b8", "#8a4b32", "#2f7d6d")),
    "shop-2": (_PHOTO, "#e9e4d4", _shop("#d7e3d4", "#4f5d73", "#b4442f")),
    "shop-3": (_PHOTO, "#d8e0f0", _shop("#f0d9cf", "#6b5a2e", "#27507a")),
    "goods-1": (_PHOTO, "#efe8dc", _goods("#7a5c43", "#c98b4e", "#8f5a3a")),
    "goods-2": (_PHOTO, "#e3ebe6", _goods("#46635a", "#d9b44a", "#a4402f")),
    "goods-3": (_PHOTO, "#e8e3ee", _goods("#554a6e", "#8fb1c9", "#e0d5c0")),
    "chair": (_PHOTO, "#efe8dc", _chair),
    "cloth": (_PHOTO, "#eee7dd", _cloth),
    "jar": (_PHOTO, "#e3ebe6", _jar),
    "basket": (_PHOTO, "#e9e4d4", _basket),
    "report": (_SHEET, "#ffffff", _report_page(1)),
}
