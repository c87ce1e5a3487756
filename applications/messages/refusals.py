"""Messages for refused actions, by code; `%(…)s` are filled from the refusal's parameters."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

PERMISSION: Mapping[str, str | Promise] = {
    "not_applicant": gettext_lazy(
        "Hanya pelaku usaha atau pendampingnya yang dapat melakukan ini."
    ),
    "only_head": gettext_lazy(
        "Hanya %(position)s usaha ini yang dapat mengirim: %(name)s. Anda tetap dapat mengisi dan "
        "melengkapi."
    ),
    "no_head": gettext_lazy(
        "Hanya %(position)s usaha ini yang dapat mengirim, dan belum ada yang tercatat. Ia "
        "mengklaim usaha ini lebih dahulu dengan berita acara atau akta, di Usaha saya, Klaim "
        "usaha."
    ),
    "not_editable": gettext_lazy("Berkas ini sedang tidak dapat diubah."),
    "transition_not_possible": gettext_lazy("Tindakan ini tidak berlaku untuk keadaan sekarang."),
    "wrong_stage": gettext_lazy("Tindakan ini bukan untuk tahap sekarang."),
    "not_your_stage": gettext_lazy("Tahap ini bukan tugas Anda."),
    "own_file": gettext_lazy("Anda tidak dapat memeriksa berkas usaha Anda sendiri."),
    "owner_objects": gettext_lazy(
        "Keberatan diajukan oleh pelaku usaha sendiri, bukan oleh pendampingnya."
    ),
    "did_a_step": gettext_lazy(
        "Anda pernah mengerjakan berkas ini, jadi telaah keberatannya ditulis rekan lain."
    ),
    "handled_the_file": gettext_lazy(
        "Anda pernah mengerjakan berkas ini, jadi keberatan atasnya dicatat rekan lain."
    ),
    "recorder_answers": gettext_lazy(
        "Anda yang mencatat keberatan ini, jadi jawabannya diberikan pejabat lain."
    ),
    "reviewer_answers": gettext_lazy(
        "Anda yang menulis telaahnya, jadi jawabannya diberikan pejabat lain."
    ),
    "decider_records": gettext_lazy(
        "Anda yang memutuskan berkas ini, jadi sampainya pemberitahuan dicatat rekan lain."
    ),
    "system_only": gettext_lazy("Tindakan ini dijalankan oleh sistem, bukan oleh orang."),
    "auditors_read": gettext_lazy("Auditor hanya membaca berkas, tidak menulis di dalamnya."),
    "documents_closed": gettext_lazy(
        "Dokumen ini hanya dibuka oleh petugas dari tahap yang sudah dicapai berkas ini, dan oleh "
        "pejabat yang memutuskannya."
    ),
    "audit_reason_required": gettext_lazy(
        "Auditor membuka dokumen dengan alasan. Tulis dahulu alasannya di halaman pengajuan ini; "
        "sesudah itu dokumen terbuka selama satu jam."
    ),
    "held_by_another": gettext_lazy("Berkas ini sedang dipegang %(holder)s."),
    "four_eyes": gettext_lazy(
        "Anda sendiri yang mengerjakan tahap “%(earlier)s” berkas ini, jadi tahap “%(stage)s” "
        "harus dikerjakan rekan Anda."
    ),
}
# The same refusals, said about the colleague who would receive a file.
RECEIVER: Mapping[str, str | Promise] = {
    **PERMISSION,
    "not_your_stage": gettext_lazy("Tahap ini bukan tugasnya."),
    "own_file": gettext_lazy("Berkas ini dari usahanya sendiri."),
    "four_eyes": gettext_lazy(
        "Ia sendiri yang mengerjakan tahap “%(earlier)s” berkas ini, jadi tahap “%(stage)s” bukan "
        "untuknya."
    ),
}
# What an official says with a transition: the reason, the direction of a recommendation, and that
# a file is closed before what follows outside the office is known to be done.
STATEMENT: Mapping[str, str | Promise] = {
    "reason_required": gettext_lazy("Tulis alasannya, paling sedikit 10 huruf dan dua kata."),
    "reason_says_nothing": gettext_lazy(
        "Tulis alasan yang menjelaskan: paling sedikit 10 huruf, dengan dua kata yang berbeda."
    ),
    "reason_repeats_recommendation": gettext_lazy(
        "Keputusan ini berlawanan dengan rekomendasi. Tulis alasan Anda sendiri, bukan alasan "
        "rekomendasi itu."
    ),
    "reason_is_ready_made": gettext_lazy(
        "Keputusan ini berlawanan dengan rekomendasi. Tulis alasan Anda sendiri; alasan siap pakai "
        "tidak menjawab rekomendasi itu."
    ),
    "open_stages_unconfirmed": gettext_lazy(
        "Langkah di luar dinas ini belum tercatat selesai: %(stages)s. Tegaskan bahwa berkas tetap "
        "ditutup, dan tulis alasannya."
    ),
    "opinion_required": gettext_lazy(
        "Pilih arah rekomendasi: layak, layak dengan catatan, atau belum layak."
    ),
}
# What an owner reports of a step outside the portal.
REPORT: Mapping[str, str | Promise] = {
    "nothing_to_report": gettext_lazy(
        "Tidak ada langkah di luar portal yang sedang menunggu kabar Anda."
    ),
    "already_reported": gettext_lazy(
        "Kabar untuk langkah ini sudah dikirim; kabar hanya dapat dikirim sekali."
    ),
    "changed_meanwhile": gettext_lazy(
        "Sementara itu berkas ini pindah ke langkah lain. Baca keadaannya di bawah ini."
    ),
    "bad_result": gettext_lazy("Pilih salah satu kabar."),
    "number_missing": gettext_lazy("Tulis %(what)s."),
    "number_not_asked": gettext_lazy("Langkah ini tidak mempunyai nomor; kosongkan."),
    "number_unreadable": gettext_lazy(
        "Nomor berisi huruf, angka, spasi, titik, garis miring, atau tanda hubung: 3 sampai "
        "%(longest)s, dan ada angkanya. Salin dari dokumennya."
    ),
    "number_looks_personal": gettext_lazy(
        "Enam belas angka seperti ini adalah NIK atau NPWP. Tulis nomor dokumennya."
    ),
    "photo_missing": gettext_lazy("Unggah foto atau PDF dokumennya."),
    "bad_note": gettext_lazy("Catatan paling panjang %(limit)s huruf."),
}
