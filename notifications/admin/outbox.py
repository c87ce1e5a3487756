"""The delivery log: who was sent what, how it arrived, and sending again what failed."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.shared.current_user import current_user
from common.admin.base import ImmutableAdmin
from common.admin.changelist import KeysetChangeList
from common.admin.date_range import date_range
from common.admin.export import ExportColumn, ExportsList
from common.admin.page import backoffice_page
from common.text.formats import datetime_wib
from notifications.admin.filters import KeyFilter, RecipientFilter, ResultFilter, SubjectFilter
from notifications.admin.labels import key_label, reason_in_words
from notifications.admin.message_page import addressee, message_context
from notifications.models import Delivery, OutboxMessage
from notifications.selectors.outbox import MOST_PEOPLE, names_too_many, search_messages
from notifications.services.retries import retry_failed
from notifications.shared.subjects import Subject, links_named, subjects_of


class OutboxChangeList(KeysetChangeList):
    """Rows that know what they are about: one look-up per source for a whole page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        name_subjects(request, self.result_list)
        if self.query and not self.result_list and names_too_many(self.query):
            text = _("Lebih dari %(most)s orang cocok. Ketik nama atau email lebih lengkap.")
            self.note = text % {"most": MOST_PEOPLE}


def name_subjects(request: HttpRequest, rows: list[OutboxMessage]) -> None:
    """Attach to each message the object that it is about, or None, as `subject`."""
    subjects = subjects_of(current_user(request), {row.link for row in rows})
    for row in rows:
        row.subject = subjects.get(row.link)  # type: ignore[attr-defined]


def delivery_text(delivery: Delivery) -> str:
    """Return the result on one channel in words, with the reason where it was not sent."""
    text = f"{delivery.get_channel_display()}: {delivery.get_status_display()}"
    return f"{text} ({reason_in_words(delivery.reason)})" if delivery.reason else text


def results_text(message: OutboxMessage) -> str:
    """Return the results on all channels in words."""
    return ", ".join(delivery_text(delivery) for delivery in message.deliveries.all())


@admin.register(OutboxMessage)
class OutboxAdmin(ExportsList, ImmutableAdmin):
    """Read-only; addresses only masked, and the text of account mail never."""

    list_display = ("created_at", "kind", "to", "about", "results", "finished_at")
    list_filter = (
        ResultFilter,
        KeyFilter,
        date_range("created_at", _("dibuat")),
        RecipientFilter,
        SubjectFilter,
    )
    # The newest first, by index.
    ordering = ("-created_at", "-id")
    search_fields = ("recipient__name",)
    search_help_text = _("Cari nama atau email penerima, nomor berkas, atau NIB")
    list_select_related = ("recipient",)
    actions = ("send_again",)
    export_name = "pesan-keluar"
    export_columns = (
        ExportColumn(_("dibuat pada"), lambda row: datetime_wib(row.created_at)),
        ExportColumn(_("jenis pesan"), lambda row: key_label(row.key)),
        ExportColumn(_("penerima"), lambda row: addressee(row)),
        ExportColumn(_("tentang"), lambda row: row.subject.label if row.subject else ""),
        ExportColumn(_("hasil"), results_text),
        ExportColumn(
            _("selesai pada"),
            lambda row: datetime_wib(row.finished_at) if row.finished_at else "",
        ),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        return OutboxChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMessage]:
        messages_: QuerySet[OutboxMessage] = super().get_queryset(request)
        return messages_.prefetch_related("deliveries").defer("context", "sealed_cipher")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OutboxMessage], search_term: str
    ) -> tuple[QuerySet[OutboxMessage], bool]:
        text = search_term.replace("\0", "").strip()
        if not text:
            return queryset, False
        try:
            # As in the Message-ID of an e-mail; no page shows it.
            return queryset.filter(pk=UUID(text)), False
        except ValueError:
            pass
        links = links_named(current_user(request), text)
        return search_messages(queryset, text, links=links), False

    def export_batch(self, request: HttpRequest, rows: list[OutboxMessage]) -> None:
        name_subjects(request, rows)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one message: to whom, about what, the text, and the result on each channel."""
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        try:
            key = UUID(object_id)
        except ValueError as error:
            raise Http404 from error
        message = self.get_object(request, str(key))
        if message is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            **message_context(current_user(request), message),
            "may_send_again": self.has_send_again_permission(request),
        }
        return backoffice_page(request, "admin/backoffice/message.html", context)

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        """Allow everyone who may change messages to retry them."""
        return request.user.has_perm("notifications.change_outboxmessage")

    @admin.display(description=_("jenis pesan"))
    def kind(self, message: OutboxMessage) -> str:
        return key_label(message.key)

    @admin.display(description=_("penerima"))
    def to(self, message: OutboxMessage) -> str:
        return addressee(message)

    @admin.display(description=_("tentang"))
    def about(self, message: OutboxMessage) -> SafeString | str:
        subject: Subject | None = getattr(message, "subject", None)
        if subject is None:
            return ""
        return format_html('<a href="{}">{}</a>', subject.address, subject.label)

    @admin.display(description=_("hasil"))
    def results(self, message: OutboxMessage) -> str:
        return results_text(message)

    @admin.action(description=_("Coba kirim lagi yang gagal"), permissions=["send_again"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        selected = list(queryset)
        count = retry_failed(selected)
        self.message_user(
            request,
            ngettext("%(again)d pesan dikirim lagi.", "%(again)d pesan dikirim lagi.", count)
            % {"again": count},
            messages.SUCCESS if count else messages.WARNING,
        )
        if count < len(selected):
            self.message_user(
                request,
                _("Pesan yang tidak gagal, dan surat akun yang isinya sudah dihapus, dilewati."),
                messages.INFO,
            )
