"""Filters of the register, of claims and of consents, within the scope of the official."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.selectors.scope import Person
from accounts.shared.current_user import current_user
from common.admin.counted_filter import CountedFilter
from enterprises.enums import ClaimState, ConsentState, ToldWay
from enterprises.models import Claim, HelperConsent, OwnerNotice
from enterprises.permissions import covers, may_decide_in
from reference.selectors.regions import all_regencies


class RegencyFilter(admin.SimpleListFilter):
    """The regencies of the official's postings; no choice is offered for a single one."""

    title = _("kabupaten/kota")
    parameter_name = "regency"
    path: ClassVar[str] = "regency"

    def is_covered(self, user: Person, regency: str) -> bool:
        """Tell whether the official reads rows of the regency."""
        return covers(user, regency)

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        user = current_user(request)
        return [
            (each.code, str(each))
            for each in all_regencies()
            if user.is_superuser or self.is_covered(user, each.code)
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


class ClaimRegencyFilter(RegencyFilter):
    """The regencies in which the official decides claims."""

    path = "enterprise__regency"

    def is_covered(self, user: Person, regency: str) -> bool:
        return may_decide_in(user, regency)


class ProductRegencyFilter(RegencyFilter):
    """The regencies whose products the official reads."""

    path = "enterprise__regency"


class StandingFilter(admin.SimpleListFilter):
    """Enterprises without a NIB, by what they have instead: the office helps them to get one."""

    title = _("NIB")
    parameter_name = "nib"
    _CONDITIONS: ClassVar[Mapping[str, Q]] = {
        "ada": Q(nib__isnull=False),
        "sku": Q(nib__isnull=True, candidate=False),
        "calon": Q(candidate=True),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("ada", _("punya NIB")),
            ("sku", _("baru surat keterangan usaha")),
            ("calon", _("calon pelaku usaha")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        condition = self._CONDITIONS.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


class ClaimStateFilter(CountedFilter):
    """Open claims by default; a search covers all of them."""

    title = _("keadaan")
    parameter_name = "state"
    default = ClaimState.PENDING

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(str(value), label) for value, label in ClaimState.choices]

    def of_choice(self, queryset: QuerySet[Claim], value: str) -> QuerySet[Claim]:
        return queryset.filter(state=value)


class ConsentStateFilter(CountedFilter):
    """Forms that wait by default; a search covers all consents."""

    title = _("keadaan")
    parameter_name = "state"
    default = ConsentState.WAITING

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(str(value), label) for value, label in ConsentState.choices]

    def of_choice(self, queryset: QuerySet[HelperConsent], value: str) -> QuerySet[HelperConsent]:
        return queryset.filter(state=value)


class ToldFilter(CountedFilter):
    """Notices that wait for the counter by default; a search covers all."""

    title = _("pemberitahuan")
    parameter_name = "way"
    default = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        waiting = (self.default, _("belum diberitahukan"))
        return [waiting, *((str(value), label) for value, label in ToldWay.choices)]

    def of_choice(self, queryset: QuerySet[OwnerNotice], value: str) -> QuerySet[OwnerNotice]:
        return queryset.filter(way="" if value == self.default else value)
