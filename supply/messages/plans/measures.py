"""What machines and trainings add to a plan with missing pieces, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.text.formats import number, rupiah
from supply.messages.plans.some_names import some_names


def help_words(row: Mapping[str, Any], members: Sequence[str], missing: int) -> str:
    """Return what one kind of machine or training covers, by solving again, and its source."""
    if not row.get("is_tried", True):
        return _(
            "%(name)s: belum diketahui, perhitungan berhenti sebelum selesai mencobanya. Sumber "
            "angka: %(source)s."
        ) % {
            "name": row["name"],
            "source": row["source"],
        }
    if not row["units"]:
        return _(
            "%(name)s: dihitung ulang, tidak menutup kekurangan. Sumber angka: %(source)s."
        ) % {
            "name": row["name"],
            "source": row["source"],
        }
    text = _(
        "%(name)s untuk %(units)s anggota (%(members)s) menutup %(covers)s dari %(missing)s buah "
        "yang kurang: %(cost)s, siap pekan ke-%(week)s. Sumber angka: %(source)s."
    ) % {
        "name": row["name"],
        "units": number(row["units"]),
        "members": some_names(members),
        "covers": number(row["covers"]),
        "missing": number(missing),
        "cost": rupiah(row["cost"]),
        "week": number(row["from_week"]),
        "source": row["source"],
    }
    if row["total_cost"] is None:
        return text
    after = _("Biaya anggota dan titik kumpul lalu %(cost)s.") % {"cost": rupiah(row["total_cost"])}
    return f"{text} {after}"
