"""Consent texts and people's answers to them; both are append-only."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, ConsentText
from common.admin.base import ImmutableAdmin, ModelAdmin
from common.admin.date_range import date_range

_CHANNELS = {
    "web": _("halaman web"),
    "api": _("API"),
    "phone": _("ponsel"),
    "demo": _("contoh"),
}
_LANGUAGES = dict(settings.LANGUAGES)


@admin.register(ConsentText)
class ConsentTextAdmin(ModelAdmin):
    """A new text is a new version; a version is never changed."""

    list_display = ("purpose", "version", "valid_from")
    list_filter = ("purpose",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AnswerFilter(admin.SimpleListFilter):
    """Whether the person agreed or withdrew."""

    title = _("jawaban")
    parameter_name = "given"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("setuju")), ("0", _("ditarik"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Consent]) -> QuerySet[Consent]:
        return queryset.filter(given=self.value() == "1") if self.value() else queryset


@admin.register(Consent)
class ConsentAdmin(ImmutableAdmin):
    """Read-only proof; withdrawals are found by the filter."""

    list_display = (
        "person",
        "purpose",
        "version",
        "answer",
        "channel_name",
        "language_name",
        "at",
    )
    list_filter = (AnswerFilter, "text__purpose", date_range("at", _("pada")))
    list_select_related = ("user", "text")
    ordering = ("-id",)
    search_fields = ("user__name", "user__email")
    word_fields = ("user__name", "user__email")
    search_help_text = _("Cari nama atau email")
    fields = (*list_display[:3], "text_shown", *list_display[3:])

    @admin.display(description=_("orang"))
    def person(self, consent: Consent) -> str:
        return consent.user.get_full_name()

    @admin.display(description=_("teks yang disetujui"))
    def text_shown(self, consent: Consent) -> str:
        return consent.text.text_en if consent.language == "en" else consent.text.text_id

    @admin.display(description=_("tujuan"))
    def purpose(self, consent: Consent) -> str:
        return consent.text.get_purpose_display()

    @admin.display(description=_("versi teks"))
    def version(self, consent: Consent) -> str:
        return consent.text.version

    @admin.display(description=_("jawaban"))
    def answer(self, consent: Consent) -> Any:
        return _("setuju") if consent.given else _("ditarik")

    @admin.display(description=_("melalui"))
    def channel_name(self, consent: Consent) -> str:
        return str(_CHANNELS.get(consent.channel, consent.channel))

    @admin.display(description=_("bahasa"))
    def language_name(self, consent: Consent) -> str:
        return str(_LANGUAGES.get(consent.language, consent.language))
