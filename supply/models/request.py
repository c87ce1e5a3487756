"""Requests of buyers, who have no account."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.identity.encrypted import EncryptedText
from enterprises.enums import Incoterm
from enterprises.models import Enterprise, Product
from supply.enums import ClosedAs, Currency, LostReason, RequestState
from supply.policies.request_states import PAIRS

_ENDED = (RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.CLOSED)
# What was asked for never changes, except for the buyer's name and address, which are erased after
# a time.
_ASKED = """
IF to_jsonb(OLD) - ARRAY['state', 'state_at', 'confirmed_at', 'exporter_id', 'taken_at',
        'checked_by_id', 'checked_at', 'register_name', 'register_number', 'register_place',
        'terms_agreed_on', 'closed_as', 'lost_reason', 'secret_digest', 'contact_cipher',
        'email_cipher', 'email_index', 'forgotten_at']
    IS DISTINCT FROM
    to_jsonb(NEW) - ARRAY['state', 'state_at', 'confirmed_at', 'exporter_id', 'taken_at',
        'checked_by_id', 'checked_at', 'register_name', 'register_number', 'register_place',
        'terms_agreed_on', 'closed_as', 'lost_reason', 'secret_digest', 'contact_cipher',
        'email_cipher', 'email_index', 'forgotten_at'] THEN
    RAISE EXCEPTION 'what a buyer asked for is not changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'request_as_asked';
END IF;
IF OLD.exporter_id IS NOT NULL AND NEW.exporter_id IS DISTINCT FROM OLD.exporter_id THEN
    RAISE EXCEPTION 'a request is taken once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'request_taken_once';
END IF;
IF OLD.checked_at IS NOT NULL
   AND (OLD.checked_at, OLD.checked_by_id, OLD.register_name, OLD.register_number,
        OLD.register_place, OLD.terms_agreed_on)
   IS DISTINCT FROM
   (NEW.checked_at, NEW.checked_by_id, NEW.register_name, NEW.register_number,
    NEW.register_place, NEW.terms_agreed_on) THEN
    RAISE EXCEPTION 'a buyer is checked once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'request_checked_once';
END IF;
RETURN NEW;
"""


class BuyerRequest(models.Model):
    """What a buyer asks for: pieces of something, when, on which terms; no account is needed.

    Nobody sees it before the buyer confirmed the address (`unconfirmed`). `secret_digest` is the
    SHA-256 of the secret of the link by which the buyer follows and answers; the secret itself is
    in the letter to the buyer only. Name and address are encrypted bound to `uid`. `checked_at` is
    when the exporter marked the buyer checked: found in a register, with an address at a domain of
    its own, agreed to the terms; before that no member is asked. `language` is the buyer's. One
    that an exporter typed for a buyer met elsewhere names it (`typed_for`) and its person
    (`typed_by`): confirmed by the buyer, it is that exporter's.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("keadaan"), max_length=12, choices=RequestState, default=RequestState.UNCONFIRMED
    )
    state_at = models.DateTimeField(_("sejak"))
    language = models.CharField(_("bahasa"), max_length=2)
    sent_at = models.DateTimeField(_("dikirim pada"))
    confirmed_at = models.DateTimeField(_("dikonfirmasi pada"), null=True, blank=True)
    secret_digest = models.BinaryField(max_length=32, unique=True, null=True, editable=False)

    company = models.CharField(_("perusahaan"), max_length=120)
    country = models.CharField(_("negara"), max_length=60)
    contact_cipher = models.BinaryField(null=True, editable=False)
    email_cipher = models.BinaryField(null=True, editable=False)
    email_index = models.BinaryField(max_length=16, null=True, editable=False)
    email_domain = models.CharField(_("domain email"), max_length=120)
    forgotten_at = models.DateTimeField(_("data pribadi dihapus pada"), null=True, blank=True)

    product = models.ForeignKey(
        Product,
        verbose_name=_("produk"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    wanted = models.CharField(_("barang"), max_length=160)
    specification = models.TextField(_("spesifikasi"), max_length=4000)
    quantity = models.PositiveIntegerField(_("jumlah (buah)"))
    incoterm = models.CharField(_("syarat penyerahan"), max_length=3, choices=Incoterm)
    place = models.CharField(_("tempat penyerahan"), max_length=120)
    target_price = models.DecimalField(
        _("harga yang diharapkan sebuah"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("mata uang"), max_length=3, choices=Currency, blank=True)
    certificates = models.CharField(_("sertifikat yang diminta"), max_length=300, blank=True)

    typed_for = models.ForeignKey(
        Enterprise,
        verbose_name=_("ditulis eksportir"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditulis oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    exporter = models.ForeignKey(
        Enterprise,
        verbose_name=_("eksportir"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="buyer_requests",
    )
    taken_at = models.DateTimeField(_("ditangani sejak"), null=True, blank=True)
    register_name = models.CharField(_("nama di daftar perusahaan"), max_length=160, blank=True)
    register_number = models.CharField(_("nomor di daftar perusahaan"), max_length=60, blank=True)
    register_place = models.CharField(_("daftar yang dilihat"), max_length=160, blank=True)
    terms_agreed_on = models.DateField(_("syarat disepakati pada"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pembeli diperiksa oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    checked_at = models.DateTimeField(_("pembeli diperiksa pada"), null=True, blank=True)
    closed_as = models.CharField(_("hasil"), max_length=4, choices=ClosedAs, blank=True)
    lost_reason = models.CharField(_("sebab"), max_length=12, choices=LostReason, blank=True)

    contact = EncryptedText(cipher="contact_cipher", row="uid")
    email = EncryptedText(
        cipher="email_cipher", row="uid", index="email_index", purpose="buyer_email"
    )

    class Meta:
        verbose_name = _("permintaan pembeli")
        verbose_name_plural = pgettext_lazy("jamak", "permintaan pembeli")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(each) for each in RequestState]),
                name="request_state_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=("id", "en")), name="request_language_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1)
                & ~Q(company="")
                & ~Q(wanted="")
                & ~Q(specification="")
                & ~Q(email_domain=""),
                name="request_says_what",
            ),
            models.CheckConstraint(
                condition=Q(incoterm__in=[str(each) for each in Incoterm]),
                name="request_incoterm_known",
            ),
            models.CheckConstraint(
                condition=Q(target_price__isnull=True, currency="")
                | Q(target_price__gt=0, currency__in=[str(each) for each in Currency]),
                name="request_price_and_currency",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("unconfirmed", "withdrawn"), confirmed_at__isnull=True)
                | Q(confirmed_at__isnull=False) & ~Q(state="unconfirmed"),
                name="request_confirmed_by_buyer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("taken", "closed"), exporter__isnull=False)
                | Q(state__in=("declined", "withdrawn"))
                | Q(state__in=("unconfirmed", "open"), exporter__isnull=True),
                name="request_taken_by_exporter",
            ),
            models.CheckConstraint(
                condition=Q(exporter__isnull=True, taken_at__isnull=True)
                | Q(exporter__isnull=False, taken_at__isnull=False),
                name="request_taken_when",
            ),
            models.CheckConstraint(
                condition=Q(typed_for__isnull=True, typed_by__isnull=True)
                | Q(typed_for__isnull=False, typed_by__isnull=False),
                name="request_typed_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(
                    checked_at__isnull=True,
                    checked_by__isnull=True,
                    terms_agreed_on__isnull=True,
                    register_name="",
                    register_number="",
                    register_place="",
                )
                | Q(
                    checked_at__isnull=False,
                    checked_by__isnull=False,
                    terms_agreed_on__isnull=False,
                    exporter__isnull=False,
                )
                & ~Q(register_name="")
                & ~Q(register_number="")
                & ~Q(register_place=""),
                name="request_checked_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", lost_reason="") & ~Q(state="closed")
                | Q(state="closed", closed_as=str(ClosedAs.MET), lost_reason="")
                | Q(
                    state="closed",
                    closed_as=str(ClosedAs.LOST),
                    lost_reason__in=[str(each) for each in LostReason],
                ),
                name="request_closed_as_what",
            ),
            models.CheckConstraint(
                condition=Q(
                    forgotten_at__isnull=True,
                    contact_cipher__isnull=False,
                    email_cipher__isnull=False,
                    secret_digest__isnull=False,
                )
                | Q(
                    forgotten_at__isnull=False,
                    contact_cipher__isnull=True,
                    email_cipher__isnull=True,
                    email_index__isnull=True,
                    secret_digest__isnull=True,
                    state__in=[str(each) for each in _ENDED],
                ),
                name="request_buyer_forgotten_whole",
            ),
        ]
        indexes = [
            models.Index(fields=("-id",), condition=Q(state="open"), name="request_open_newest"),
            models.Index(fields=("exporter", "-id"), name="request_of_exporter"),
            models.Index(
                fields=("typed_for", "-id"),
                condition=Q(confirmed_at__isnull=True, typed_for__isnull=False),
                name="request_typed",
            ),
            models.Index(
                fields=("sent_at",), condition=Q(state="unconfirmed"), name="request_unconfirmed"
            ),
            models.Index(
                fields=("state_at",),
                condition=Q(forgotten_at__isnull=True, state__in=[str(each) for each in _ENDED]),
                name="request_to_forget",
            ),
            models.Index(fields=("email_index", "-sent_at"), name="request_of_address"),
        ]
        triggers = [
            pgtrigger.FSM(name="request_life", field="state", transitions=list(PAIRS)),
            pgtrigger.Trigger(
                name="request_as_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ASKED,
            ),
            pgtrigger.Protect(
                name="request_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.wanted}"

    @property
    def is_checked(self) -> bool:
        """Whether the exporter marked the buyer checked."""
        return self.checked_at is not None

    @property
    def has_ended(self) -> bool:
        """Whether it has ended."""
        return self.state in _ENDED

    @property
    def is_lost(self) -> bool:
        """Whether it ended without becoming an order: withdrawn, declined, or closed as lost."""
        return self.has_ended and self.closed_as != ClosedAs.MET


class RequestDelivery(models.Model):
    """A number of pieces of a request, wanted by the buyer on a day."""

    request = models.ForeignKey(BuyerRequest, on_delete=models.CASCADE, related_name="deliveries")
    on = models.DateField(_("tanggal"))
    quantity = models.PositiveIntegerField(_("jumlah (buah)"))

    class Meta:
        verbose_name = _("penyerahan yang diminta")
        verbose_name_plural = pgettext_lazy("jamak", "penyerahan yang diminta")
        ordering = ("on", "id")
        constraints = [
            models.UniqueConstraint(fields=("request", "on"), name="request_delivery_day_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="request_delivery_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.quantity}"
