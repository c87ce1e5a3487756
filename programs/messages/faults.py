"""Messages for the faults of an edition, which say how to fix them, in names and not in codes."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import role_label
from common.text.formats import date_long
from programs.messages.labels import transition_name
from programs.policies.edition_shape import Fault
from programs.selectors.labels import general_state_label

_TEXTS: Mapping[str, str | Promise] = {
    "partner_unclear": _(
        "“Dilanjutkan pihak luar” tidak cocok dengan tahap: centang hanya bila ada tahap pihak "
        "luar setelah keputusan."
    ),
    "edition_without_basis": _("Tulis dasar hukum versi ini."),
    "rule_without_basis": _("Ketentuan “%(rule)s” tidak mempunyai dasar hukum."),
    "rule_nobody_reads": _(
        "Ketentuan “%(rule)s” tidak dipakai jenis program ini. Hapus ketentuan ini."
    ),
    "rule_not_readable": _("Nilai ketentuan “%(rule)s” tidak sesuai dengan satuannya."),
    "amounts_crossed": _("Batas bawah pinjaman tidak di bawah batas atasnya."),
    "row_without_basis": _("Dasar hukum “%(code)s” belum ditulis."),
    "question_nobody_reads": _(
        "Pertanyaan “%(question)s” tidak dipakai ketentuan, syarat, atau surat mana pun. Hapus, "
        "atau sebut dalam surat."
    ),
    "choice_without_options": _("Pertanyaan “%(question)s” belum mempunyai pilihan."),
    "condition_of_nothing": _(
        "Syarat pada “%(code)s” menyebut pertanyaan atau ketentuan yang tidak ada. Ubah syaratnya."
    ),
    "condition_not_asked": _(
        "Syarat pada “%(code)s” memakai %(fact)s, yang tidak ditanyakan versi ini. Ubah syaratnya, "
        "atau tambahkan lagi pertanyaannya."
    ),
    "rule_not_asked": _(
        "Ketentuan “%(rule)s” memerlukan jawaban %(fact)s, yang tidak ditanyakan lagi. Tambahkan "
        "lagi pertanyaannya, atau hapus ketentuannya."
    ),
    "figure_missing": _("Belum ada angka: “%(rule)s” tidak dinilai."),
    "figure_without_sense": _(
        "Batas “%(rule)s” nol atau kurang, jadi tidak masuk akal. Tulis angkanya, atau hapus "
        "ketentuannya."
    ),
    "document_twice": _("Ada dua dokumen bernama “%(code)s”. Ganti nama atau hapus salah satunya."),
    "begins_too_early": _(
        "Versi ini harus berlaku sesudah hari pertama versi %(former)s (%(day)s). Ubah tanggal "
        "mulainya."
    ),
    "condition_not_readable": _(
        "Syarat pada “%(code)s” tidak dapat dibaca. Pilih ulang syaratnya."
    ),
    "condition_does_not_fit": _(
        "Syarat pada “%(code)s” tidak cocok dengan jenis atau pilihan pertanyaannya, jadi tidak "
        "pernah terpenuhi. Ubah syaratnya."
    ),
    "members_not_asked": _(
        "Dinas yang memeriksa ditentukan menurut anggota, tetapi tidak ada pertanyaan tentang "
        "anggota di kabupaten/kota lain. Pilih aturan lain, atau susun dari versi yang "
        "menanyakannya."
    ),
    "identity_missing": _(
        "Tandai pertanyaan yang membedakan permohonan (misalnya merek), karena skema ini "
        "menerima lebih dari satu per usaha."
    ),
    "identity_not_wanted": _(
        "Skema ini menerima satu permohonan per usaha, jadi tidak ada pertanyaan pembeda."
    ),
    "identity_optional": _("Pertanyaan pembeda “%(question)s” harus wajib dan selalu ditanyakan."),
    "no_stages": _("Belum ada tahap pemeriksaan."),
    "first_stage_outside": _("Tahap pertama (%(stage)s) harus tahap dinas."),
    "no_decision": _("Tidak ada tahap yang memutuskan."),
    "stage_without_exit": _("Tahap “%(stage)s” buntu: tentukan cara melaluinya."),
    "dead_stage": _(
        "Tahap “%(stage)s” ada di belakang keputusan, jadi tidak pernah tercapai. Ubah “Letak”-nya "
        "ke depan tahap yang memutuskan."
    ),
    "decision_outside": _("Keputusan (%(stage)s) harus diambil dinas."),
    "stage_without_clock": _("Tahap “%(stage)s” menunggu tanpa batas hari kerja."),
    "role_cannot_review": _("Peran %(role)s tidak dapat memeriksa tahap “%(stage)s”."),
    "days_without_decree": _(
        "Seluruh tahap %(days)s hari kerja. Lebih dari %(limit)s hari kerja memerlukan SK atau "
        "Pergub standar pelayanan (UU 30/2014 Pasal 53)."
    ),
    "deemed_not_own_letter": _(
        "Dianggap dikabulkan bila terlambat hanya untuk surat dinas sendiri, bukan untuk keputusan "
        "bank, kurasi, tempat, atau dokumen instansi lain."
    ),
    "deemed_without_letter": _(
        "Dianggap dikabulkan bila terlambat memerlukan surat yang ditulis saat disetujui. "
        "Tambahkan suratnya, atau hapus centangnya."
    ),
    "deemed_waits_outside": _(
        "Tahap “%(stage)s” menunggu pihak luar, jadi keterlambatan bukan kelalaian dinas. Hapus "
        "centang “dianggap dikabulkan”, atau pindahkan tahapnya ke belakang keputusan."
    ),
    "four_eyes_missing": _(
        "Uang, surat, dan tempat memerlukan dua orang: satu tahap rekomendasi, dan keputusan oleh "
        "orang lain."
    ),
    "outcome_without_word": _("Belum ada sebutan untuk keadaan “%(state)s”."),
    "transition_without_reasons": _("Belum ada alasan siap pakai untuk “%(transition)s”."),
    "opinion_without_reasons": _(
        "Alasan siap pakai rekomendasi belum ada untuk setiap arah: layak, layak dengan catatan, "
        "dan belum layak."
    ),
    "letter_field_unknown": _("Surat “%(letter)s” menyebut isian {%(field)s} yang tidak ada."),
    "sheet_field_unknown": _("Lembar “%(code)s” menyebut isian {%(field)s} yang tidak ada."),
    "language_missing": _("Teks “%(code)s” belum lengkap dalam dua bahasa: “%(text)s”."),
}


# Parameters that name the row with the fault.
_ROW = ("rule", "question", "stage", "letter", "code")


def fault_message(
    fault: Fault,
    names: Mapping[tuple[str, int | None], str] | None = None,
    facts: Mapping[str, str] | None = None,
) -> str:
    """Return the message of the fault in the active language.

    `names` has the name of each row by table and key; a row without one is named by its code.
    `facts` has the name of each answer that a fault reports as missing.
    """
    params: dict[str, Any] = dict(fault.params)
    name = (names or {}).get((fault.table, fault.row_id))
    if name:
        params |= {key: name for key in _ROW if key in params}
    if "fact" in params:
        known = (facts or {}).get(params["fact"])
        params["fact"] = f"“{known}”" if known else _("pertanyaan yang sudah dihapus")
    if "day" in params:
        params["day"] = date_long(params["day"])
    if "role" in params:
        params["role"] = role_label(params["role"])
    if "state" in params:
        params["state"] = general_state_label(params["state"])
    if "transition" in params:
        params["transition"] = transition_name(params["transition"])
    return str(_TEXTS[fault.code]) % params
