"""What a programme needs that an enterprise does not have yet, and how to get it."""

from django.utils.translation import gettext as _


def lack_text(field: str) -> str:
    """Return the sentence about an empty field of the profile (`selectors.lacks`)."""
    if field == "nib":
        return _(
            "Skema ini memerlukan NIB. Buat sendiri di oss.go.id, gratis: daftar dengan NIK, pilih "
            "usaha mikro dan kecil, isi kegiatan usahanya. Lalu tambahkan NIB pada profil usaha."
        )
    if field == "annual_sales":
        return _(
            "Skema ini menilai hasil penjualan setahun, yang belum ada pada profil. Isi setelah "
            "usaha berjalan."
        )
    return _(
        "Skema ini menilai kapan usaha mulai berjalan, yang belum ada pada profil. Isi setelah "
        "usaha berjalan."
    )
