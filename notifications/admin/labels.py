"""Labels of the message keys."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEY_LABELS: Mapping[str, str | Promise] = {
    "account.mail": _("Surat akun"),
    "phone.code": _("Kode masuk"),
    "phone.changed": _("Nomor ponsel diganti"),
    "phone.shared": _("Nomor ponsel dipakai bersama"),
    "application.submitted": _("Pengajuan terkirim"),
    "application.in_review": _("Pengajuan mulai diperiksa"),
    "application.revision_requested": _("Permintaan perbaikan"),
    "application.approved": _("Pengajuan disetujui atau diteruskan"),
    "application.rejected": _("Pengajuan ditolak"),
    "application.withdrawn": _("Pengajuan ditarik"),
    "application.completed": _("Pengajuan selesai"),
    "claim.decided": _("Keputusan klaim usaha"),
    "document.infected": _("Dokumen berbahaya"),
    "export.ready": _("Laporan siap"),
    "export.failed": _("Laporan gagal"),
    "queue.digest": _("Ringkasan antrean"),
    "register.checked": _("Impor selesai diperiksa"),
    "register.imported": _("Impor selesai"),
    "register.stopped": _("Impor berhenti"),
    "register.undone": _("Impor dibatalkan"),
    "register.undo_refused": _("Impor tidak dapat dibatalkan"),
}
