"""The notice of a message from the office, its readers, and why a remark is refused."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import ApplicantMessage, Application
from enterprises.models import Member
from notifications.policies.notice import Notice
from programs.kinds.registry import kind_of

REMARK: Mapping[str, str | Promise] = {
    "text_required": gettext_lazy("Tulis teksnya lebih dahulu."),
    "text_says_nothing": gettext_lazy(
        "Tulis pesan yang jelas: paling sedikit 10 huruf, dengan dua kata yang berbeda."
    ),
    "text_unreadable": gettext_lazy("Tulis teks dengan huruf biasa."),
    "text_too_long": gettext_lazy("Paling banyak %(limit)s huruf."),
    "day_unreadable": gettext_lazy("Tulis tanggal yang benar, misalnya 23/11/2026."),
    "day_in_the_past": gettext_lazy("Pilih hari ini atau sesudahnya."),
    "day_too_far": gettext_lazy("Pilih tanggal paling lama setahun lagi."),
    "too_many_messages": gettext_lazy(
        "Hari ini sudah %(limit)s pesan dikirim tentang berkas ini. Gabungkan yang masih perlu "
        "disampaikan dalam satu pesan besok."
    ),
    "too_many_reminders": gettext_lazy(
        "Anda punya %(limit)s pengingat yang belum selesai. Selesaikan dahulu yang lama."
    ),
    "nobody_reads": gettext_lazy(
        "Belum ada yang mengurus usaha ini di portal, jadi pesan tidak akan dibaca siapa pun."
    ),
    "unknown_reminder": gettext_lazy("Pengingat tidak ditemukan."),
}


def message_notices(message: ApplicantMessage, recipients: Sequence[int]) -> list[Notice]:
    """Return the notice of a message to each person, by their key."""
    application: Application = message.application
    context = {
        "number": application.number,
        "scheme_id": application.scheme.name_id,
        "scheme_en": application.scheme.name_en,
        "request_word": kind_of(application.scheme.kind).request_word,
        "enterprise": application.enterprise.name,
        "message": message.text,
    }
    link = f"/pengajuan/{application.pk}/"
    return [Notice("application.message", person, context, link) for person in recipients]


def names_of(members: Iterable[Member]) -> str:
    """Return the people of memberships with what they are: "Siti (pelaku usaha)"."""
    return ", ".join(
        _("%(name)s (%(role)s)") % {"name": member.user, "role": member.get_role_display()}
        for member in members
    )
