"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.identity.addresses import LOOK_ALIKE, PLAIN_ADDRESS, check_address, is_plain_address


class UserManager(BaseUserManager["User"]):
    """Creates people, and finds them by e-mail address, ignoring case."""

    def create_user(
        self, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        if not username:
            # People without an address have NULL there; an empty name must match none of them.
            raise self.model.DoesNotExist
        user = self.with_address(username)
        if user is None:
            raise self.model.DoesNotExist
        return user

    def with_address(self, typed: str) -> "User | None":
        """Return the person with this address in small or capital letters, None without one.

        By the expression of the unique constraint. In upper case PostgreSQL takes some letters for
        others, as the dotless i for an i: one address would match two people. In lower case Python
        turns the Kelvin sign into a k, so other letters find nobody.
        """
        if not typed or not is_plain_address(typed):
            return None
        return self.filter(Exact(Lower("email"), typed.lower())).first()


class User(AbstractBaseUser, PermissionsMixin):
    """One person; postings decide what they may do as an official."""

    # Null, not empty, for people who signed up by phone: an address is unique when present.
    email = models.EmailField(  # noqa: DJ001
        _("email"), max_length=254, null=True, blank=True, validators=[check_address]
    )
    name = models.CharField(_("nama lengkap"), max_length=120, blank=True)
    language = models.CharField(_("bahasa"), max_length=5, default="id")
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("boleh masuk ke halaman petugas"), default=False)
    is_helper = models.BooleanField(
        _("pendamping"),
        default=False,
        help_text=_("Boleh mendaftarkan usaha orang lain dengan persetujuannya."),
    )
    is_demo = models.BooleanField(_("orang contoh"), default=False)
    date_joined = models.DateTimeField(_("terdaftar pada"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = pgettext_lazy("jamak", "pengguna")
        ordering = ("id",)
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="user_name_trgm"),
            GinIndex(OpClass(Upper("email"), name="gin_trgm_ops"), name="user_email_trgm"),
            models.Index(fields=("-id",), condition=Q(is_staff=True), name="user_staff"),
            models.Index(fields=("-id",), condition=Q(is_helper=True), name="user_helper"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Sudah ada akun dengan email ini."),
            ),
            # As check_address: addresses that people cannot distinguish belong to one account.
            models.CheckConstraint(
                condition=Q(email__regex=PLAIN_ADDRESS),
                name="user_email_plain",
                violation_error_message=LOOK_ALIKE,
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or f"#{self.pk}"

    def get_full_name(self) -> str:
        return self.name or self.email or f"#{self.pk}"

    def get_short_name(self) -> str:
        return self.get_full_name().split(" ")[0]
