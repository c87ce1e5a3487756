"""Ready reasons for judging an owner's consent to a helper; the helper reads them."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOR_ACCEPTING: Sequence[str | Promise] = (
    _("Tanda tangan sesuai dengan KTP pemilik di data dinas."),
    _("Pemilik kami hubungi dan membenarkan persetujuannya."),
)
FOR_REFUSING: Sequence[str | Promise] = (
    _("Formulir belum ditandatangani atau dicap jempol pemilik."),
    _("Nama pemilik di formulir berbeda dari yang Anda tulis."),
    _("Foto formulir tidak terbaca. Foto lagi di tempat terang."),
)
FOR_ENDING: Sequence[str | Promise] = (_("Pemilik datang ke loket dan mengakhiri pendampingan."),)
