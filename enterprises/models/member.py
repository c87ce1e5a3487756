"""People who may act for an enterprise."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Consent
from common.dates import clock
from enterprises.enums import MemberRole
from enterprises.models.enterprise import Enterprise
from enterprises.models.helper_consent import HelperConsent

# How long a helper may act on the declaration that the owner has agreed, before the owner's own
# consent: to the end of that day in Jakarta, since pages name the day.
DECLARED_DAYS = 14
# A helper's row without consent and term gets the term, whichever code writes it.
_HAS_TERM = f"""
IF NEW.role = 'helper' AND NEW.mandate_id IS NULL AND NEW.declared_until IS NULL THEN
    NEW.declared_until = (
        (NEW.since AT TIME ZONE 'Asia/Jakarta')::date + {DECLARED_DAYS + 1}
    )::timestamp AT TIME ZONE 'Asia/Jakarta' - interval '1 second';
END IF;
RETURN NEW;
"""
_MANDATE_IN_FORCE = """
IF NEW.until IS NULL AND NEW.mandate_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM enterprises_helperconsent c
    WHERE c.id = NEW.mandate_id AND c.enterprise_id = NEW.enterprise_id
      AND c.helper_id = NEW.user_id AND c.state = 'given'
) THEN
    RAISE EXCEPTION 'a helper acts only by a consent in force for this enterprise'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class MemberQuerySet(models.QuerySet["Member"]):
    """Memberships, and which of them let a person act."""

    def acting(self) -> "MemberQuerySet":
        """Return those that have not ended; a helper's only while a consent is in force.

        That is the owner's own consent, or until `declared_until` the helper's declaration of one.
        A person who is no longer a helper of the office acts for nobody.
        """
        consented = Q(mandate__isnull=False) | Q(declared_until__gt=clock.now())
        helping = Q(consented, user__is_helper=True)
        return self.filter(Q(role=MemberRole.OWNER) | helping, until__isnull=True)


class Member(models.Model):
    """A person's membership of an enterprise; a row is given an end, not deleted.

    A helper acts by `mandate`, the owner's own consent, and until `declared_until` without one.
    `objects.acting()` says who may act now.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("peran"), max_length=10, choices=MemberRole)
    consent = models.ForeignKey(
        Consent,
        verbose_name=_("persetujuan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    mandate = models.ForeignKey(
        HelperConsent,
        verbose_name=_("persetujuan pendampingan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    declared_until = models.DateTimeField(
        _("menunggu persetujuan pemilik sampai"), null=True, blank=True
    )
    since = models.DateTimeField(_("sejak"))
    until = models.DateTimeField(_("sampai"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("anggota")
        verbose_name_plural = pgettext_lazy("jamak", "anggota")
        constraints = [
            models.CheckConstraint(
                condition=Q(role=MemberRole.HELPER)
                | Q(mandate__isnull=True, declared_until__isnull=True),
                name="member_consent_of_helpers_only",
            ),
            # A second term would make the first one endless.
            models.UniqueConstraint(
                fields=("enterprise", "user"),
                condition=Q(declared_until__isnull=False),
                name="member_declared_once",
            ),
            models.UniqueConstraint(
                fields=("enterprise", "user"),
                condition=Q(until__isnull=True),
                name="member_open_unique",
            ),
        ]
        indexes = [
            models.Index(fields=("user", "enterprise"), name="member_by_user"),
            models.Index(
                fields=("declared_until",),
                condition=Q(until__isnull=True, mandate__isnull=True),
                name="member_declared",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="member_helper_has_term",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_HAS_TERM,
            ),
            pgtrigger.Trigger(
                name="member_mandate_in_force",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_MANDATE_IN_FORCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"
