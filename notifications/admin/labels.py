"""Labels of the message keys, and the reasons of deliveries in words."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KEY_LABELS: Mapping[str, str | Promise] = {
    "account.mail": _("Surat akun"),
    "phone.code": _("Kode masuk"),
    "phone.changed": _("Nomor ponsel diganti"),
    "phone.shared": _("Nomor ponsel dipakai bersama"),
    "second_factor.reset": _("Langkah kedua diatur ulang"),
    "application.submitted": _("Pengajuan terkirim"),
    "application.in_review": _("Pengajuan mulai diperiksa"),
    "application.revision_requested": _("Permintaan perbaikan"),
    "application.approved": _("Keputusan: berhasil"),
    "application.deemed_approved": _("Keputusan: dianggap dikabulkan"),
    "decision.due": _("Batas waktu keputusan mendekat"),
    "application.rejected": _("Keputusan: belum berhasil"),
    "application.withdrawn": _("Pengajuan ditarik"),
    "application.completed": _("Pengajuan selesai"),
    "application.reopened": _("Pengajuan dibuka kembali"),
    "application.lapsed": _("Pengajuan ditutup karena tidak dijawab"),
    "application.correction_reminder": _("Pengingat perbaikan"),
    "objection.filed": _("Keberatan diterima untuk ditelaah"),
    "objection.reviewed": _("Keberatan selesai ditelaah"),
    "objection.refused": _("Keberatan tidak diterima"),
    "outside.begun": _("Giliran pelaku usaha di luar portal"),
    "outside.reminder": _("Pengingat langkah di luar portal"),
    "letter.signed": _("Surat dinas terbit"),
    "letter.changed": _("Keadaan surat dinas berubah"),
    "letter.statement": _("Pernyataan dianggap dikabulkan"),
    "outside.reported": _("Tanda terima kabar dari luar portal"),
    "objection.waits": _("Keberatan diterima, berkas menunggu dibuka"),
    "application.delivery_recorded": _("Sampainya keputusan dicatat"),
    "application.message": _("Pesan dari dinas"),
    "claim.decided": _("Keputusan klaim usaha"),
    "enterprise.claimed": _("Klaim orang lain atas usaha"),
    "enterprise.nik_corrected": _("NIK usaha diperbaiki"),
    "capacity.visited": _("Kapasitas diperiksa dalam kunjungan"),
    "order.invited": _("Undangan pesanan bersama"),
    "order.invited_longer": _("Waktu menjawab undangan pesanan diperpanjang"),
    "order.letter": _("Surat kesanggupan pesanan bersama"),
    "order.letter_accepted": _("Surat kesanggupan diterima anggota"),
    "order.letter_declined": _("Surat kesanggupan tidak diterima anggota"),
    "order.letter_withdrawn": _("Kesanggupan ditarik anggota"),
    "order.letters_closed": _("Surat kesanggupan ditutup"),
    "order.cancelled": _("Pesanan bersama dibatalkan"),
    "order.cancelled_with_standing": _(
        "Pesanan bersama dibatalkan: eksportirnya tidak lagi diakui"
    ),
    "order.stranded": _("Pesanan dengan surat yang diterima tidak berlanjut"),
    "order.capacity_fell": _("Kapasitas anggota di bawah yang dijanjikan"),
    "order.ended_with_standing": _("Pesanan berakhir bersama pengakuan eksportir"),
    "order.plan_ready": _("Rencana pesanan selesai dihitung"),
    "order.plan_failed": _("Rencana pesanan tidak dapat dihitung"),
    "helper.asks": _("Pendamping meminta persetujuan"),
    "helper.ended": _("Pendampingan berakhir"),
    "helper.invited": _("Undangan mendampingi"),
    "helper.acted": _("Tindakan pendamping"),
    "helper.consented": _("Persetujuan pemilik kepada pendamping"),
    "helper.lapsed": _("Pendampingan tanpa persetujuan pemilik berakhir"),
    "document.infected": _("Dokumen berbahaya"),
    "export.ready": _("Laporan siap"),
    "export.failed": _("Laporan gagal"),
    "holding.taken_over": _("Berkas diambil alih"),
    "holding.handed_over": _("Berkas diserahkan"),
    "holding.lapsed": _("Berkas kembali ke antrean"),
    "letter.block_nearly_used": _("Blok nomor surat hampir habis"),
    "permit.commitments": _("Pengingat komitmen izin"),
    "permit.commitments_overdue": _("Komitmen izin lewat tanggal"),
    "permit.change_asked": _("Perubahan izin diminta"),
    "permit.change_answered": _("Jawaban atas perubahan izin"),
    "permit.recorded": _("Dokumen instansi lain dicatat"),
    "permit.changed": _("Keadaan izin berubah"),
    "permit.ends": _("Pengingat akhir izin"),
    "permit.leaned": _("Izin yang dipakai berkas berubah"),
    "buyer.confirm": _("Konfirmasi permintaan pembeli"),
    "buyer.taken": _("Pembeli: permintaan ditangani"),
    "buyer.declined": _("Pembeli: permintaan tidak dapat dilayani"),
    "buyer.exporter_ended": _("Pembeli: eksportirnya tidak lagi diakui"),
    "buyer.message": _("Pembeli: pesan dari eksportir"),
    "buyer.quoted": _("Pembeli: penawaran harga"),
    "buyer.closed": _("Pembeli: permintaan ditutup"),
    "exporter.granted": _("Eksportir ditetapkan"),
    "exporter.ended": _("Pengakuan eksportir diakhiri"),
    "exporter.ends_soon": _("Pengakuan eksportir segera berakhir"),
    "request.opened": _("Permintaan pembeli baru"),
    "request.assigned": _("Permintaan pembeli diserahkan dinas"),
    "request.confirmed": _("Permintaan yang ditulis eksportir dikonfirmasi pembeli"),
    "request.message": _("Pesan dari pembeli"),
    "request.left": _("Permintaan pembeli yang ditinggal eksportirnya"),
    "request.withdrawn": _("Permintaan pembeli ditarik"),
    "queue.digest": _("Ringkasan antrean"),
    "rights.answered": _("Jawaban permintaan data pribadi"),
    "rights.filed": _("Permintaan data pribadi"),
    "register.checked": _("Impor selesai diperiksa"),
    "register.imported": _("Impor selesai"),
    "register.stopped": _("Impor berhenti"),
    "register.undone": _("Impor dibatalkan"),
    "register.undo_refused": _("Impor tidak dapat dibatalkan"),
}
_REFUSED: Final = re.compile(r"alamat ditolak server email \(([0-9]{3})\)")
_TROUBLE: Final = re.compile(r"gangguan pada percobaan ke-([0-9]+): (\w+)")
_NO_ANSWER: Final = frozenset(
    {
        "ConnectionRefusedError",
        "ConnectionResetError",
        "SMTPConnectError",
        "SMTPServerDisconnected",
        "TimeoutError",
        "gaierror",
    }
)


def key_label(key: str) -> str:
    """Return the label of a message key; one without a label is another message."""
    return str(KEY_LABELS.get(key, "")) or gettext("Pesan lain")


def reason_in_words(reason: str) -> str:
    """Return why a message was not sent, in the reader's language and without technical names."""
    # Rows written before 2026-11-28 have the older word.
    reason = reason.replace("surel", "email")
    if refused := _REFUSED.fullmatch(reason):
        return gettext("alamat ditolak server email (%(code)s)") % {"code": refused[1]}
    if trouble := _TROUBLE.fullmatch(reason):
        text = (
            gettext("percobaan ke-%(n)s: server tidak menjawab")
            if trouble[2] in _NO_ANSWER
            else gettext("percobaan ke-%(n)s: gangguan teknis")
        )
        return text % {"n": trouble[1]}
    # Stored in Indonesian; who sends marks its reasons with `gettext_noop`.
    return gettext(reason)
