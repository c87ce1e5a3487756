"""Filters of the list of applications, within what the official may see."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.officials import official
from programs.admin.scope import regencies_in_scope, stage_choices
from programs.enums import State
from programs.models import Application, Scheme
from programs.selectors.queue import Narrowing, narrowed
from programs.selectors.words import general_word


class _CodeFilter(admin.SimpleListFilter):
    """One filter of `Narrowing`, by its code."""

    parameter_name = ""

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Application]
    ) -> QuerySet[Application]:
        value = self.value()
        by = Narrowing.read({self.parameter_name: value}) if value else Narrowing()
        return narrowed(queryset, by)


class StateFilter(_CodeFilter):
    title = _("keadaan")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(s, general_word(s)) for s in State if s != State.DRAFT]


class StageFilter(_CodeFilter):
    title = _("tahap")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return stage_choices()


class SchemeFilter(_CodeFilter):
    title = _("skema")
    parameter_name = "scheme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(s.code, s.name) for s in Scheme.objects.all()]


class RegencyFilter(_CodeFilter):
    title = _("kabupaten/kota")
    parameter_name = "regency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return regencies_in_scope(official(request))


class OverdueFilter(_CodeFilter):
    title = _("batas waktu")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("1", _("terlambat"))]
