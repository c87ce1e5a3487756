"""Ready reasons for deciding a claim: picked and edited by the official, read by the claimant."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOR_ACCEPTING: Sequence[str | Promise] = (
    _("KTP dan NIB asli sudah kami cocokkan dengan orangnya di kantor."),
    _("Akta atau surat pendirian menyebut Anda sebagai pemilik."),
    _("NIK di data lama keliru; data yang benar sudah kami periksa di OSS."),
)
FOR_REFUSING: Sequence[str | Promise] = (
    _("NIK Anda bukan NIK pemilik menurut NIB. Datanglah ke dinas membawa KTP dan NIB asli."),
    _("Usaha ini sudah dikelola orang lain. Bila Anda pemiliknya, datanglah ke dinas."),
    _("Anda kami undang untuk menunjukkan KTP dan NIB asli, tetapi belum datang."),
)
