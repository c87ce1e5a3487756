"""Messages for refused records and changes of permits, by code."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSAL: Final[Mapping[str, str | Promise]] = {
    "own_permit": _("Anda tidak dapat mengubah izin usaha Anda sendiri."),
    "not_your_permit": _("Izin ini bukan wewenang Anda."),
    "number_missing": _("Tulis nomornya."),
    "number_too_long": _("Nomor paling panjang %(longest)s huruf."),
    "number_looks_personal": _(
        "Enam belas angka seperti ini adalah NIK atau NPWP. Tulis nomor dokumennya."
    ),
    "number_unreadable": _(
        "Tulis nomor seperti tertera pada dokumen; paling sedikit ada satu angka."
    ),
    "number_not_pirt": _("Nomor P-IRT terdiri dari 15 angka. Salin lengkap dari dokumennya."),
    "issued_missing": _("Isi tanggal terbit."),
    "issued_in_future": _("Tanggal terbit belum tiba. Salin dari dokumennya."),
    "issued_too_early": _("Tanggal terbit terlalu lama. Periksa tahunnya."),
    "until_before_issued": _("Masa berlaku tidak mungkin berakhir sebelum terbit."),
    "until_too_late": _("Masa berlaku terlalu jauh. Periksa tahunnya."),
    "document_missing": _("Unggah pindaian dokumennya, atau pilih berkas yang sudah ada."),
    "document_twice": _("Pilih satu: pindaian baru, atau berkas yang sudah ada."),
    "file_infected": _("Berkas ini mengandung perangkat lunak berbahaya. Pilih berkas lain."),
    "look_up_unknown": _("Pilih cara memeriksanya."),
    "look_up_day_missing": _("Isi tanggal pemeriksaan di penerbit."),
    "look_up_day_impossible": _(
        "Tanggal pemeriksaan tidak boleh sebelum dokumen terbit atau sesudah hari ini."
    ),
    "look_up_way_missing": _("Pilih bagaimana dokumen diperiksa di penerbit."),
    "not_recorded_here": _("Hasil program ini bukan dokumen instansi lain yang dicatat dinas."),
    "not_yet": _("Dokumen dicatat mulai tahap pencatatan."),
    "already_recorded": _(
        "Dokumen berkas ini sudah dicatat. Bila keliru, tandai dahulu catatan lama sebagai diganti."
    ),
    "number_taken": _(
        "Nomor ini sudah tercatat untuk dokumen lain dari penerbit yang sama. Periksa lagi "
        "nomornya pada dokumen."
    ),
    "not_exporter": _(
        "SKA hanya untuk eksportir yang tertera pada PEB, dan berkas ini menyatakan bukan."
    ),
    "not_possible": _("Izin ini sekarang %(status)s, jadi tindakan itu tidak berlaku."),
    "unknown_action": _("Tindakan ini tidak dikenal."),
    "reason_too_short": _("Tulis alasannya, paling sedikit %(least)s huruf."),
    "reason_too_long": _("Alasan paling panjang %(most)s huruf."),
    "already_looked_up": _("Dokumen ini sudah diperiksa."),
    "not_renewable": _("Izin ini belum dapat diperpanjang, atau waktunya sudah lewat."),
    "not_in_force": _("Izin ini tidak berlaku lagi, jadi tidak ada yang perlu dikabarkan."),
    "proof_missing": _("Tulis nomor buktinya, atau unggah fotonya."),
    "year_unknown": _("Pilih tahun ini atau tahun depan."),
    "year_not_chosen_now": _("Tahun surat dipilih pada bulan Desember, sebelum ada keputusan."),
    "no_file": _("Izin ini tidak berasal dari pengajuan di sini. Hubungi dinas."),
    "change_open": _("Perubahan izin ini sudah Anda sampaikan dan belum dijawab dinas."),
    "product_of_letter": _(
        "Surat ini diterbitkan untuk yang Anda mohonkan. Untuk produk lain, ajukan permohonan baru."
    ),
    "particular_unknown": _("Pilih yang berubah."),
    "value_unreadable": _("Tulis yang baru, paling panjang %(most)s huruf dalam satu baris."),
    "since_impossible": _("Isi tanggal perubahan, tidak sesudah hari ini."),
    "answer_unknown": _("Pilih diterima atau tidak diterima."),
    "already_answered": _("Perubahan ini sudah dijawab."),
    "quota_full": _(
        "Semua %(places)s tempat tahun %(year)s sudah terpakai. Berkas ini tetap menunggu di tahap "
        "ini; loloskan lagi bila ada tempat yang dilepas atau kuotanya ditambah."
    ),
    "not_your_quota": _("Kuota ini ditetapkan administrator dinasnya."),
    "year_not_open": _("Kuota hanya untuk tahun ini atau tahun depan."),
    "places_out_of_range": _("Jumlah tempat 0 sampai %(most)s, yaitu kuota nasional setahun."),
    "places_used": _("%(used)s tempat sudah terpakai; jumlahnya tidak dapat kurang dari itu."),
    "issued_by_office": _("Dokumen ini diterbitkan dinas, jadi tidak perlu diperiksa."),
}
