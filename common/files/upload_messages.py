"""Messages for a refused file: what is wrong with it, and what to do now."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError, InvalidInput, Unavailable
from common.files.cleaning.refused import Refused

_TEXTS: Mapping[str, str | Promise] = {
    "image_broken": _("Foto tidak dapat dibaca, mungkin rusak. Ambil foto baru atau pindai ulang."),
    "image_dimensions": _(
        "Ukuran gambar melebihi %(limit)s megapiksel. "
        "Kecilkan gambar atau foto dengan resolusi lebih rendah."
    ),
    "pdf_broken": _(
        "Berkas PDF tidak lengkap atau rusak. Simpan ulang sebagai PDF, lalu unggah lagi."
    ),
    "pdf_locked": _(
        "PDF ini dikunci kata sandi, jadi tidak dapat dibaca. Buka PDF itu dengan kata sandinya, "
        "cetak atau simpan ulang sebagai PDF tanpa kata sandi, lalu unggah lagi."
    ),
    "pdf_pages": _(
        "PDF ini berisi %(pages)s halaman, paling banyak %(limit)s. "
        "Simpan halaman yang diminta saja sebagai PDF, lalu unggah lagi."
    ),
    "pdf_form": _(
        "PDF ini formulir yang hanya terbaca di program pembuatnya. "
        "Buka formulirnya, cetak sebagai PDF, lalu unggah hasil cetaknya."
    ),
    "pdf_undrawn": _(
        "PDF ini berisi isian atau catatan yang hanya digambar oleh aplikasi pembacanya, sehingga "
        "akan hilang di sini. Buka PDF itu, pilih Cetak sebagai PDF, lalu unggah hasilnya."
    ),
    "pdf_dense": _(
        "Isi PDF ini terlalu padat untuk dibuka dengan aman. "
        "Cetak sebagai PDF biasa atau foto halamannya, lalu unggah lagi."
    ),
    "too_heavy": _(
        "Berkas ini terlalu berat untuk dibaca dengan aman. "
        "Simpan ulang dengan ukuran lebih kecil atau foto halamannya, lalu unggah lagi."
    ),
    "busy": _("Portal sedang memeriksa banyak berkas. Tunggu satu menit, lalu unggah lagi."),
    "busy_yours": _("Berkas Anda yang lain masih diperiksa. Tunggu sebentar, lalu unggah lagi."),
}
# The same file may be sent again.
_LATER = frozenset({"busy", "busy_yours"})


def refusal_error(refusal: Refused) -> DomainError:
    """Return the domain error, with its message, for a refusal of the cleaning process."""
    error_class = Unavailable if refusal.code in _LATER else InvalidInput
    return error_class(refusal.code, _TEXTS[refusal.code], field="file", params=refusal.params)
