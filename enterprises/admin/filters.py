"""Filters of the register, within the scope of the official."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.shared.current_user import current_user
from enterprises.models import Enterprise
from enterprises.permissions import covers
from reference.selectors.regions import all_regencies


class RegencyFilter(admin.SimpleListFilter):
    """The regencies of the official's postings; no choice is offered for a single one."""

    title = _("kabupaten/kota")
    parameter_name = "regency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        user = current_user(request)
        return [
            (each.code, str(each))
            for each in all_regencies()
            if user.is_superuser or covers(user, each.code)
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Enterprise]
    ) -> QuerySet[Enterprise]:
        return queryset.filter(regency=self.value()) if self.value() else queryset
