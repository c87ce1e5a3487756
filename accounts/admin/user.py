"""People: who may sign in, and in which roles."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Posting, User
from accounts.models.posting import AUDITOR_WORKS_HERE, POSTED_ALREADY
from accounts.selectors.phones import current_phone, masked_number
from accounts.selectors.second_factor import factors_of
from accounts.services.people import open_account
from accounts.services.role_log import record_posting, record_rights
from accounts.shared.account_panel import panels_of
from accounts.shared.current_user import current_user
from accounts.shared.granting import GrantingAdmin
from common.admin.base import TabularInline
from common.admin.export import ExportColumn, ExportsList
from common.dates import clock

_CHANGED_HERE = ("name", "language", "is_active", "is_staff", "is_helper", "is_superuser")


class PostingFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # not generic at run time
    """The rows of one person, which must agree with each other too."""

    def clean(self) -> None:
        """Refuse two open rows of one role; Django skips constraints that include the person."""
        super().clean()
        shown = [form.instance.pk for form in self.initial_forms]
        stored = Posting.objects.filter(user_id=self.instance.pk, valid_to=None)
        seen: set[tuple[Any, Any]] = {
            *stored.exclude(pk__in=shown).values_list("agency_id", "role")
        }
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            if not row.get("agency") or row.get("valid_to"):
                continue
            held = (row["agency"].pk, row.get("role"))
            if held in seen and not form.errors:
                form.add_error(None, POSTED_ALREADY)
            seen.add(held)
        self._refuse_auditors_at_work()

    def _refuse_auditors_at_work(self) -> None:
        """Refuse rows that overlap a posting of the other sort, audit or work."""
        rows = [
            (form, form.cleaned_data)
            for form in self.forms
            if getattr(form, "cleaned_data", None) and form.cleaned_data.get("valid_from")
        ]
        shown = [form.instance.pk for form in self.initial_forms]
        stored = Posting.objects.filter(user_id=self.instance.pk).exclude(pk__in=shown)
        others: list[Mapping[str, Any]] = [*stored.values("role", "valid_from", "valid_to")]
        for form, row in rows:
            if not form.errors and any(_is_mixed(row, other) for other in others):
                form.add_error(None, AUDITOR_WORKS_HERE)
            others.append(row)


def _is_mixed(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether one row audits and the other works on the same day."""
    if (one.get("role") == Role.AUDITOR) == (other.get("role") == Role.AUDITOR):
        return False
    begins = max(one["valid_from"], other["valid_from"])
    ends = [row["valid_to"] for row in (one, other) if row.get("valid_to")]
    return all(begins <= end for end in ends)


class PostingInline(TabularInline):
    """The postings of one person, with their dates."""

    model = Posting
    formset = PostingFormSet
    extra = 0
    can_delete = False


class UserForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An address belongs to one person, however it is spelled."""

    class Meta:
        model = User
        fields = ("email", *_CHANGED_HERE)

    language = forms.ChoiceField(label=_("bahasa"), choices=settings.LANGUAGES)
    is_superuser = forms.BooleanField(
        label=_("administrator portal"),
        help_text=_("Boleh membaca dan mengubah semuanya di halaman petugas."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            # Accounts opened here are officials': they sign in with an address.
            self.fields["email"].required = True

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        found = User.objects.with_address(email)
        if found is not None and found.pk != self.instance.pk:
            raise ValidationError(_("Sudah ada akun dengan email ini."), code="unique")
        return email


class PersonKindFilter(admin.SimpleListFilter):
    """Officials by default; a search covers everyone unless a group is chosen."""

    title = _("siapa")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("officials", _("petugas")),
            ("unposted", _("boleh masuk, tanpa penugasan")),
            ("helpers", _("pendamping")),
            ("others", _("pelaku usaha dan lainnya")),
            ("all", _("semua orang")),
        ]

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            yield {
                "selected": self._selected(changelist.query) == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        posted = Q(pk__in=Posting.objects.values("user"))
        match self._selected(request.GET.get(SEARCH_VAR, "")):
            case "officials":
                return queryset.filter(posted)
            case "unposted":
                return queryset.filter(~posted, is_staff=True)
            case "helpers":
                return queryset.filter(is_helper=True)
            case "others":
                return queryset.filter(~posted, is_helper=False, is_staff=False)
        return queryset

    def _selected(self, query: str) -> str:
        known = {value for value, _label in self.lookup_choices}
        selected = self.value()
        return selected if selected in known else "all" if query.strip() else "officials"


class RoleFilter(admin.SimpleListFilter):
    """People with a posting in the role, ended ones included."""

    title = _("peran")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(str(value), label) for value, label in Posting._meta.get_field("role").flatchoices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if not self.value():
            return queryset
        return queryset.filter(pk__in=Posting.objects.filter(role=self.value()).values("user"))


@admin.register(User)
class UserAdmin(ExportsList, GrantingAdmin):
    """No password is shown or set here: people choose theirs through "lupa kata sandi"."""

    form = UserForm
    list_display = (
        "name",
        "email",
        "current_postings",
        "is_staff",
        "is_helper",
        "is_active",
        "date_joined",
    )
    list_filter = (PersonKindFilter, RoleFilter, "is_active")
    ordering = ("-id",)
    search_fields = ("name", "email")
    word_fields = ("name", "email")
    search_help_text = _("Cari nama atau email")
    fields = ("email", "phone", "second_factor", *_CHANGED_HERE, "date_joined", "last_login")
    readonly_fields = ("phone", "second_factor", "date_joined", "last_login")
    inlines = (PostingInline,)
    change_form_template = "admin/backoffice/person.html"
    export_name = "petugas-dan-pengguna"
    export_columns = (
        ExportColumn(_("nama lengkap"), lambda row: row.name),
        ExportColumn(_("email"), lambda row: row.email or ""),
        ExportColumn(_("penugasan"), lambda row: postings_text(row)),
        ExportColumn(_("boleh masuk ke halaman petugas"), lambda row: _yes_or_no(row.is_staff)),
        ExportColumn(_("pendamping"), lambda row: _yes_or_no(row.is_helper)),
        ExportColumn(_("aktif"), lambda row: _yes_or_no(row.is_active)),
        ExportColumn(_("terdaftar pada"), lambda row: clock.local_date(row.date_joined)),
    )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the account with what other apps know about the person."""
        person = self.get_object(request, unquote(object_id))
        may_view = person is not None and self.has_view_permission(request, person)
        panels = panels_of(current_user(request), person) if person and may_view else []
        context = {"panels": panels, **(extra_context or {})}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request)
        return people.defer("password").prefetch_related("postings__agency")

    @admin.display(description=_("penugasan"))
    def current_postings(self, user: User) -> str:
        return postings_text(user)

    @admin.display(description=_("nomor ponsel"))
    def phone(self, person: User) -> str:
        """Show the masked number, and a link to the counter where it is changed."""
        if not person.pk:
            return "–"
        return format_html(
            '{} <a href="{}">{}</a>',
            masked_number(current_phone(person)) or "–",
            reverse("admin:accounts_phone", args=[person.pk]),
            _("Loket nomor ponsel"),
        )

    @admin.display(description=_("langkah kedua"))
    def second_factor(self, person: User) -> str:
        """Show whether there is one, and a link to the page that removes a lost one."""
        if not person.pk:
            return "–"
        return format_html(
            '{} <a href="{}">{}</a>',
            _("terpasang") if factors_of(person) else _("belum dipasang"),
            reverse("admin:accounts_second_factor", args=[person.pk]),
            _("Atur ulang langkah kedua"),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        # Only its owner can confirm an address, so only they change it.
        return self.readonly_fields if obj is None else ("email", *self.readonly_fields)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=_CHANGED_HERE)
            record_rights(obj, form.changed_data)
            return
        opened = open_account(
            str(obj.email), **{name: getattr(obj, name) for name in _CHANGED_HERE}
        )
        obj.pk = opened.pk
        obj._state.adding = False
        record_rights(obj, _CHANGED_HERE)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the postings, and record each that was added or changed."""
        super().save_formset(request, form, formset, change)
        if formset.model is Posting:
            for posting in formset.new_objects:
                record_posting(posting, is_new=True)
            for posting, _fields in formset.changed_objects:
                record_posting(posting, is_new=False)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def postings_text(person: User) -> str:
    """Return the postings in force today; needs `postings__agency` prefetched in a list."""
    today = clock.today()
    return ", ".join(
        str(posting)
        for posting in person.postings.all()
        if posting.valid_from <= today <= (posting.valid_to or today)
    )


def _yes_or_no(value: bool) -> str:
    return gettext("ya") if value else gettext("tidak")
