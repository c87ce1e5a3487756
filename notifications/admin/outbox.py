"""Messages, their result on each channel with its reason, and retrying those that failed."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.admin.base import ImmutableAdmin, TabularInline
from notifications.admin.labels import KEY_LABELS
from notifications.models import Delivery, OutboxMessage
from notifications.services.retries import retry_failed


class ResultFilter(admin.SimpleListFilter):
    """The result of the message; one with any failed channel counts as failed."""

    title = _("hasil")
    parameter_name = "ending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("menunggu")),
            ("failed", _("gagal")),
            ("suppressed", _("tidak dikirim")),
            ("finished", _("selesai")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutboxMessage]
    ) -> QuerySet[OutboxMessage]:
        match self.value():
            case "waiting":
                return queryset.filter(finished_at__isnull=True)
            case "finished":
                return queryset.filter(finished_at__isnull=False)
            case "failed" | "suppressed" as status:
                deliveries = Delivery.objects.filter(message=OuterRef("id"), status=status)
                return queryset.filter(Exists(deliveries))
        return queryset


class KeyFilter(admin.SimpleListFilter):
    """The kind of message; the choices are the labelled keys, so the table is not read for them."""

    title = _("jenis pesan")
    parameter_name = "key"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(KEY_LABELS.items())

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutboxMessage]
    ) -> QuerySet[OutboxMessage]:
        return queryset.filter(key=self.value()) if self.value() else queryset


class DeliveryInline(TabularInline):
    """The result of the message on each channel."""

    model = Delivery
    extra = 0
    can_delete = False
    fields = ("channel", "status", "reason", "attempts", "at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OutboxMessage)
class OutboxAdmin(ImmutableAdmin):
    """Read-only: staff see results and reasons, never the text, and addresses only masked."""

    list_display = ("created_at", "kind", "to", "results", "attempts", "finished_at")
    list_filter = (ResultFilter, KeyFilter)
    # The newest first, by index.
    ordering = ("-created_at", "-id")
    search_fields = ("=id",)
    search_help_text = _("Cari nomor pesan yang lengkap")
    list_select_related = ("recipient",)
    actions = ("send_again",)
    inlines = (DeliveryInline,)
    fields = (
        "id",
        "kind",
        "to",
        "link",
        "created_at",
        "available_at",
        "next_attempt_at",
        "attempts",
        "finished_at",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMessage]:
        messages_: QuerySet[OutboxMessage] = super().get_queryset(request)
        return messages_.prefetch_related("deliveries").defer("context", "sealed_cipher")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OutboxMessage], search_term: str
    ) -> tuple[QuerySet[OutboxMessage], bool]:
        """Find a message by its complete number: anything else would read the whole table."""
        if not search_term.strip():
            return queryset, False
        try:
            return queryset.filter(pk=UUID(search_term.strip())), False
        except ValueError:
            return queryset.none(), False

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        """Allow everyone who may change messages to retry them."""
        return request.user.has_perm("notifications.change_outboxmessage")

    @admin.display(description=_("jenis pesan"))
    def kind(self, message: OutboxMessage) -> str:
        return str(KEY_LABELS.get(message.key, message.key))

    @admin.display(description=_("penerima"))
    def to(self, message: OutboxMessage) -> str:
        if message.recipient:
            return str(message.recipient)
        return masked(message.address) if message.address else str(_("nomor ponsel"))

    @admin.display(description=_("hasil"))
    def results(self, message: OutboxMessage) -> str:
        return ", ".join(
            f"{delivery.get_channel_display()}: {delivery.get_status_display()}"
            + (f" ({delivery.reason})" if delivery.reason else "")
            for delivery in message.deliveries.all()
        )

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


def masked(address: str) -> str:
    """Return `siti.aminah@contoh.id` as `s…@contoh.id`: recognisable, but no usable address."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}…{at}{domain}" if at else ""
