"""Names of what an edition is made of: types of questions, exits of stages, actions, facts."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.enums import QuestionType, StageExit, Transition
from programs.kinds.registry import fact_label as declared_label

QUESTION_TYPES: Mapping[str, str | Promise] = {
    QuestionType.MONEY: gettext_lazy("Jumlah rupiah"),
    QuestionType.NUMBER: gettext_lazy("Angka"),
    QuestionType.CHOICE: gettext_lazy("Pilihan"),
    QuestionType.CHOICES: gettext_lazy("Beberapa pilihan"),
    QuestionType.BOOLEAN: gettext_lazy("Ya atau tidak"),
    QuestionType.TEXT: gettext_lazy("Teks"),
    QuestionType.HS_CODE: gettext_lazy("Kode HS"),
    QuestionType.DATE: gettext_lazy("Tanggal"),
}
STAGE_EXITS: Mapping[str, str | Promise] = {
    StageExit.PASS: gettext_lazy("Loloskan ke tahap berikut"),
    StageExit.RECOMMEND: gettext_lazy("Beri rekomendasi"),
    StageExit.DECIDE: gettext_lazy("Putuskan"),
    "": gettext_lazy("Tidak dilalui: di luar dinas, setelah keputusan"),
}
REASONED_ACTIONS: Mapping[str, str | Promise] = {
    Transition.REQUEST_REVISION: gettext_lazy("Minta perbaikan"),
    Transition.RECOMMEND: gettext_lazy("Rekomendasi"),
    Transition.APPROVE: gettext_lazy("Setujui"),
    Transition.REJECT: gettext_lazy("Tolak"),
}
# The name for picking none of many choices.
NONE_OF_THEM: str | Promise = gettext_lazy("Tidak pernah atau tidak ada")
_FACTS: Mapping[str, str | Promise] = {
    "annual_sales": gettext_lazy("hasil penjualan setahun"),
    "business_started_on": gettext_lazy("tanggal mulai usaha"),
    "has_npwp": gettext_lazy("NPWP"),
    "has_nib_or_sku": gettext_lazy("NIB atau surat keterangan usaha"),
    "sector": gettext_lazy("sektor usaha"),
    "regency": gettext_lazy("kabupaten/kota"),
    "sector_group": gettext_lazy("kelompok sektor"),
    "borrower": gettext_lazy("jenis peminjam"),
}


def profile_fact_label(code: str) -> str:
    """Return the label of a fact that no question of the edition asks for."""
    if code in _FACTS:
        return str(_FACTS[code])
    declared = declared_label(code)
    return _(declared) if declared else code.replace("_", " ")


def yes_or_no(value: bool) -> str:
    """Return *Ya* or *Tidak*."""
    return _("Ya") if value else _("Tidak")


def transition_name(code: str) -> str:
    """Return the name of an action that needs a reason; an unknown code is returned unchanged."""
    return str(REASONED_ACTIONS.get(code, code))
