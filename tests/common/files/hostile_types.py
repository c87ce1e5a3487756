"""Files of types that are not accepted, some under names that promise another type."""

import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO

from PIL import Image

Entry = tuple[str, Callable[[], bytes], str]
_MEBIBYTE = 1024 * 1024


def _zip(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "isi")
    return out.getvalue()


def _picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (16, 16)).save(out, kind)
    return out.getvalue()


def _ftyp(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic" + bytes(100)


def _big(head: bytes, megabytes: int) -> bytes:
    return head + bytes(megabytes * _MEBIBYTE)


def attacks() -> dict[str, Entry]:
    """Return file name, maker and expected outcome by name of the attack."""
    script = b"<script>alert(1)</script>"
    files: dict[str, tuple[str, Callable[[], bytes], str]] = {
        "empty": ("a.jpg", lambda: b"", "file_empty"),
        "one-byte": ("a.jpg", lambda: b"\0", "file_type"),
        "svg": (
            "a.svg",
            lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            "file_type",
        ),
        "svg-as-png": ("a.png", lambda: b"<?xml version='1.0'?><svg/>", "file_type"),
        "html": ("a.html", lambda: b"<!doctype html>" + script, "file_type"),
        "html-as-jpg": ("a.jpg", lambda: b"<html>" + script, "file_type"),
        "php": ("a.php", lambda: b"<?php system($_GET[0]); ?>", "file_type"),
        "script": ("a.jpg", lambda: b"#!/bin/sh\nid\n", "file_type"),
        "exe-as-jpg": ("a.jpg", lambda: b"MZ" + bytes(300), "file_type"),
        "elf-as-pdf": ("a.pdf", lambda: b"\x7fELF" + bytes(300), "file_type"),
        "gif-js": ("a.gif", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "file_type"),
        "gif-as-jpg": ("a.jpg", partial(_picture, "GIF"), "file_type"),
        "tiff": ("a.tiff", partial(_picture, "TIFF"), "file_type"),
        "bmp": ("a.bmp", partial(_picture, "BMP"), "file_type"),
        "ico": ("a.ico", partial(_picture, "ICO"), "file_type"),
        "eps": ("a.jpg", partial(_picture, "EPS"), "file_type"),
        "postscript": ("a.pdf", lambda: b"%!PS-Adobe-3.0\n(%pipe%id) (w) file", "file_type"),
        "heic": ("IMG_0001.HEIC", partial(_ftyp, b"heic"), "file_heic"),
        "heic-as-jpg": ("IMG_0001.jpg", partial(_ftyp, b"mif1"), "file_heic"),
        "avif": ("a.avif", partial(_ftyp, b"avif"), "file_type"),
        "mp4": ("a.mp4", partial(_ftyp, b"isom"), "file_type"),
        "zip-as-jpg": ("a.jpg", partial(_zip, "ktp.jpg"), "file_type"),
        "zip-as-pdf": ("a.pdf", partial(_zip, "ktp.jpg"), "file_type"),
        "docx": (
            "surat.docx",
            partial(_zip, "[Content_Types].xml", "word/document.xml"),
            "file_office",
        ),
        "xlsx-as-pdf": (
            "a.pdf",
            partial(_zip, "[Content_Types].xml", "xl/workbook.xml"),
            "file_office",
        ),
        "doc": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "file_office"),
        "rar": ("a.jpg", lambda: b"Rar!\x1a\x07\x00" + bytes(99), "file_type"),
        "gzip": ("a.jpg", lambda: b"\x1f\x8b\x08" + bytes(99), "file_type"),
        "text": ("a.pdf", lambda: b"hanya teks", "file_type"),
        "eleven-megabytes-jpg": ("a.jpg", partial(_big, b"\xff\xd8\xff", 11), "file_too_large"),
        "eleven-megabytes-pdf": ("a.pdf", partial(_big, b"%PDF-1.7\n", 11), "file_too_large"),
    }
    return files
