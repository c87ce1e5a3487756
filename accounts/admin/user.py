"""People: who may sign in, and as what."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting, User
from accounts.services.people import open_account
from common.admin import ModelAdmin, TabularInline

_CHANGED_HERE = ("name", "language", "is_active", "is_staff", "is_helper", "is_superuser")


class PostingInline(TabularInline):
    """Roles of one person, with their days."""

    model = Posting
    extra = 0
    autocomplete_fields = ("agency",)
    can_delete = False


class UserForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An address belongs to one person, however it is spelled."""

    class Meta:
        model = User
        fields = ("email", *_CHANGED_HERE)

    language = forms.ChoiceField(label=_("bahasa"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Sudah ada akun dengan surel ini."), code="unique")
        return email


@admin.register(User)
class UserAdmin(ModelAdmin):
    """No password is shown or set here: people choose theirs through "lupa kata sandi"."""

    form = UserForm
    list_display = ("name", "email", "is_staff", "is_helper", "is_active", "date_joined")
    list_filter = ("is_staff", "is_helper", "is_active", "postings__role")
    search_fields = ("name", "email")
    list_per_page = 50
    show_full_result_count = False
    fields = ("email", *_CHANGED_HERE, "date_joined", "last_login")
    readonly_fields = ("date_joined", "last_login")
    inlines = (PostingInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request)
        return people.defer("password")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        # An address is changed by its owner, who can confirm it.
        return self.readonly_fields if obj is None else ("email", *self.readonly_fields)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=_CHANGED_HERE)
            return
        opened = open_account(obj.email, **{name: getattr(obj, name) for name in _CHANGED_HERE})
        obj.pk = opened.pk
        obj._state.adding = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
