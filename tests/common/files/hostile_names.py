"""Ordinary pictures under hostile names, or names that promise another type."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image

Entry = tuple[str, Callable[[], bytes], str]


def _photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return out.getvalue()


def attacks() -> dict[str, Entry]:
    """Return file name, maker and expected outcome by name of the attack."""
    names = {
        "as-pdf": ("ktp.pdf", "taken"),
        "as-mpo": ("ktp.mpo", "taken"),
        "as-html": ("ktp.html", "file_name_mismatch"),
        "as-exe": ("ktp.jpg.exe", "file_name_mismatch"),
        "as-php": ("ktp.php5", "file_name_mismatch"),
        "as-svg": ("ktp.svg", "file_name_mismatch"),
        "folder": ("../../etc/passwd.jpg", "taken"),
        "windows-folder": ("C:\\Windows\\ktp.jpg", "taken"),
        "absolute": ("/etc/cron.d/ktp.jpg", "taken"),
        "right-to-left": ("ktp\u202egpj.jpg", "taken"),
        "zero-width": ("k\u200bt\u200bp.jpg", "taken"),
        "300-letters": ("a" * 300 + ".jpg", "taken"),
        "dots": ("....jpg", "taken"),
        "reserved": ("CON.jpg", "taken"),
        "markup": ("<img src=x onerror=alert(1)>.jpg", "taken"),
        "template": ("{{7*7}}{% debug %}.jpg", "taken"),
        "formula": ("=cmd|' /C calc'!A0.jpg", "taken"),
        "header": ("a;Set-Cookie=x.jpg", "taken"),
        "emoji": ("📄📄.jpg", "taken"),
        "no-ending": ("ktp", "taken"),
    }
    return {key: (name, _photo, code) for key, (name, code) in names.items()}
