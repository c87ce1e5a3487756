"""Filters of the delivery log."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.selectors.people import person_name
from accounts.shared.current_user import current_user
from common.admin.counted_filter import CountedFilter
from common.web.primary_keys import parse_pk
from notifications.admin.labels import key_choices
from notifications.models import OutboxMessage
from notifications.selectors.outbox import with_result
from notifications.shared.subjects import subjects_of


class ResultFilter(CountedFilter):
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

    def of_choice(self, queryset: QuerySet[OutboxMessage], value: str) -> QuerySet[OutboxMessage]:
        return with_result(queryset, value)


class KeyFilter(admin.SimpleListFilter):
    """The kind of message; the choices are the keys with texts, not those of the table."""

    title = _("jenis pesan")
    parameter_name = "key"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return key_choices()

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutboxMessage]
    ) -> QuerySet[OutboxMessage]:
        return queryset.filter(key=self.value()) if self.value() else queryset


class _LinkedFilter(admin.SimpleListFilter):
    """A filter that pages set by a link: it offers only the choice that is made."""

    def label_of(self, request: HttpRequest, value: str) -> str:
        """Return the choice in words."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        value = request.GET.get(self.parameter_name or "", "")
        return [(value, self.label_of(request, value))] if value else []


class RecipientFilter(_LinkedFilter):
    """Messages to one person, as their page links to them."""

    title = _("penerima")
    parameter_name = "recipient"

    def label_of(self, request: HttpRequest, value: str) -> str:
        key = parse_pk(value)
        return (person_name(key) if key else "") or str(_("tidak dikenal"))

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutboxMessage]
    ) -> QuerySet[OutboxMessage]:
        if not self.value():
            return queryset
        key = parse_pk(str(self.value()))
        return queryset.filter(recipient=key) if key else queryset.none()


class SubjectFilter(_LinkedFilter):
    """Messages about one object, such as a file, as its page links to them."""

    title = _("tentang")
    parameter_name = "about"

    def label_of(self, request: HttpRequest, value: str) -> str:
        subject = subjects_of(current_user(request), [value]).get(value)
        return subject.label if subject else str(_("tidak dikenal"))

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutboxMessage]
    ) -> QuerySet[OutboxMessage]:
        value = str(self.value() or "")
        return queryset.filter(link=value[:300]) if value else queryset
