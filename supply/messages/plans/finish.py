"""Why a plan does not end earlier, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.text.formats import number


def finish_words(earlier: Mapping[str, Any] | None, *, is_repair: bool) -> str:
    """Return what solving again said of plans that end a week earlier; empty where it was not."""
    if earlier is None:
        return ""
    if earlier["is_kept"]:
        return _("Tidak dapat lebih awal: surat yang sudah diterima memakai pekan itu.")
    if earlier["is_possible"] is None:
        return _("Apakah dapat lebih awal belum diketahui: perhitungan berhenti sebelum terbukti.")
    if earlier["is_possible"]:
        return _possible(is_repair=is_repair)
    if not earlier["missing"]:
        return _(
            "Tidak dapat lebih awal: tanpa pekan itu anggota atau kelompok yang Anda pastikan ikut "
            "tidak dapat dipakai."
        )
    return _(
        "Tidak dapat lebih awal: dihitung ulang dengan batas yang sama, sepekan sebelumnya kurang "
        "paling sedikit %(missing)s buah."
    ) % {"missing": number(earlier["missing"])}


def _possible(*, is_repair: bool) -> str:
    if is_repair:
        return _(
            "Dengan batas yang sama ada rencana yang selesai lebih awal, tetapi rencana ini "
            "meminta anggota baru paling sedikit, lalu mencari biaya terendah."
        )
    return _(
        "Dengan batas yang sama ada rencana yang selesai lebih awal, tetapi rencana ini mencari "
        "biaya terendah sampai tanggal pembeli."
    )
