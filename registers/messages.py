"""Messages to the person who imports a register."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from notifications.policies.notice import Notice
from registers.enums import RunState
from registers.models import RegisterRun

REASONS: Mapping[str, Promise] = {
    "failed": gettext_lazy(
        "Pekerjaan gagal berulang kali pada bagian yang sama. Hubungi administrator portal."
    ),
    "file_gone": gettext_lazy("Berkas tidak ada lagi di penyimpanan. Unggah lagi."),
    "unreadable": gettext_lazy("Berkas tidak dapat dibaca sampai selesai. Unggah lagi."),
    "too_many_rows": gettext_lazy(
        "Lembar Excel lebih panjang dari 100.000 baris. Bagi menjadi beberapa berkas, atau simpan "
        "sebagai CSV."
    ),
    "too_large": gettext_lazy(
        "Isi berkas Excel lebih dari 256 MB. Bagi menjadi beberapa berkas, atau simpan sebagai CSV."
    ),
    "too_wide": gettext_lazy("Lembar Excel lebih lebar dari 100 kolom. Hapus kolom lainnya."),
    "right_lost": gettext_lazy("Penugasan Anda tidak lagi mencakup wilayah impor ini."),
    "command_died": gettext_lazy("Perintah impor terhenti. Jalankan lagi dengan berkas yang sama."),
    "depends": gettext_lazy(
        "Impor tidak dapat dibatalkan: sebagian usaha sudah dipakai atau diubah setelah diimpor."
    ),
    "taken": gettext_lazy(
        "Impor tidak dapat dibatalkan: NIB atau NIK semula kini dipakai usaha lain."
    ),
}

ROUNDED_NIKS: Promise = gettext_lazy(
    "Banyak NIK dalam berkas ini berakhiran 0: Excel mungkin mengganti angka terakhirnya. Periksa "
    "dengan KTP sebelum mengimpor."
)

# Message of each state; a person's own action needs none.
_KEYS: Mapping[str, str] = {
    RunState.CHECKED: "register.checked",
    RunState.REFUSED: "register.stopped",
    RunState.STOPPED: "register.stopped",
    RunState.IMPORTED: "register.imported",
    RunState.UNDONE: "register.undone",
}


def notices_of(run: RegisterRun) -> list[Notice]:
    """Return the notice to the person who acted last; none for an import by command."""
    person = run.undone_by or run.confirmed_by or run.uploaded_by
    if person is None:
        return []
    is_undo_refused = run.undone_by is not None and run.state != RunState.UNDONE
    return [
        Notice(
            key="register.undo_refused" if is_undo_refused else _KEYS[run.state],
            recipient_id=person.pk,
            context={"file": run.filename, **run.counts, "depends": run.dependents_count},
            link=f"/admin/impor/{run.pk}/",
        )
    ]
