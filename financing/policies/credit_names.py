"""What the credits are called that a history of credit is made of, by their code."""

from collections.abc import Mapping

from common.text.marking import gettext_noop as _

CREDIT_NAMES: Mapping[str, str] = {
    "kur_same_lender": _("KUR pada bank yang sama"),
    "kur_other_lender": _("KUR pada bank lain"),
    "ultra_micro": _("ultra mikro"),
    "p2p": _("pinjaman daring (P2P)"),
    "consumption": _("kredit konsumsi rumah tangga"),
    "consumption_as_productive": _("kredit konsumsi yang tercatat produktif"),
    "mortgage": _("kredit pemilikan rumah (KPR)"),
    "productive_vehicle": _("kredit kendaraan untuk usaha"),
    "pension_salary": _("kredit dengan SK pensiun atau gaji"),
    "government_repaid": _("kredit program pemerintah yang sudah lunas"),
    "commercial_repaid": _("kredit usaha komersial yang sudah lunas"),
    "commercial_running": _("kredit usaha komersial yang masih berjalan"),
    # Names of editions that are in use since before 2027.
    "house": _("KPR"),
    "motorcycle_for_work": _("kredit sepeda motor untuk usaha"),
    "pension": _("kredit dengan SK pensiun"),
    "credit_card": _("kartu kredit"),
    "warehouse_receipt": _("resi gudang"),
    "household": _("konsumsi rumah tangga"),
    "peer_to_peer": _("pinjaman daring (P2P)"),
}
