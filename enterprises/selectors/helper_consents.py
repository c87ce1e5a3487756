"""Owners' consents to helpers: who may ask for one, and what an official or a helper sees."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, NotFound
from common.lists.word_search import matching_words
from enterprises.enums import ConsentState, ConsentWay, MemberRole
from enterprises.models import Enterprise, HelperConsent, HelperInvitation, Member
from enterprises.permissions import CLAIM_ROLES, official_scope
from enterprises.selectors.members import owners_of

RELATED = ("enterprise__regency", "helper", "answered_by", "text")


def helped_enterprise(helper: User, enterprise_id: int) -> Enterprise:
    """Return an enterprise that the person helps or has helped; raises NotFound.

    For one that is closed to them a page may show only the name and the region.
    """
    rows = Member.objects.filter(
        user=helper, enterprise_id=enterprise_id, role=MemberRole.HELPER
    ).select_related("enterprise__regency")
    member = rows.order_by("-id").first()
    if member is None or not helper.is_helper:
        raise NotFound("not_found", _("Usaha tidak ditemukan."))
    return member.enterprise


def require_may_ask(
    helper: User, enterprise: Enterprise, *, has_waiting_form: bool = False
) -> None:
    """Raise unless the helper may ask the owner, who has no account, for their consent.

    NotFound for a person who never helped it; Conflict `owner_decides` where an owner has an
    account, `consent_given` where a consent is in force, `form_waiting` while a form is judged.
    """
    helped_enterprise(helper, enterprise.pk)
    if owners_of(enterprise).exists():
        raise Conflict(
            "owner_decides",
            _("Pemilik usaha ini punya akun. Ia menyetujui Anda di halaman Orang usahanya."),
        )
    own = HelperConsent.objects.filter(enterprise=enterprise, helper=helper)
    if own.filter(state=ConsentState.GIVEN).exists():
        raise Conflict("consent_given", _("Persetujuan pemilik sudah tercatat."))
    waiting = own.filter(state=ConsentState.WAITING, way=ConsentWay.FORM)
    if not has_waiting_form and waiting.exists():
        raise Conflict("form_waiting", _("Formulir Anda sedang diperiksa dinas."))


def latest_consent(helper: User, enterprise: Enterprise) -> HelperConsent | None:
    """Return the newest consent that this helper asked for or has, None without one."""
    own = HelperConsent.objects.filter(enterprise=enterprise, helper=helper)
    return own.select_related("text", "evidence").order_by("-id").first()


def consents_in_scope(user: User) -> QuerySet[HelperConsent]:
    """Return consents in the regions where the person judges them; a superuser sees all."""
    scope = (
        Q(pk__isnull=False)
        if user.is_superuser
        else official_scope(user, roles=CLAIM_ROLES, regency_path="enterprise__regency")
    )
    # A code that has not been given to the helper yet does not concern the office.
    unanswered = Q(state=ConsentState.WAITING, way=ConsentWay.CODE)
    return HelperConsent.objects.filter(scope).exclude(unanswered).select_related(*RELATED)


def search_consents(consents: QuerySet[HelperConsent], text: str) -> QuerySet[HelperConsent]:
    """Filter by words of the names of enterprise, owner and helper."""
    return matching_words(consents, text, "enterprise_name", "owner_name", "helper_name")


def clients_of(helper: User) -> QuerySet[Member]:
    """Return the memberships by which the person acts as a helper, newest first."""
    acting = Member.objects.acting().filter(user=helper, role=MemberRole.HELPER)
    return acting.select_related("enterprise__regency", "mandate").order_by("-id")


def lapsed_clients_of(helper: User) -> QuerySet[Member]:
    """Return enterprises closed to a helper whose declaration ran out and whom no owner ended."""
    acting = Member.objects.acting().filter(user=helper, enterprise=OuterRef("enterprise"))
    lapsed = Member.objects.filter(
        user=helper, role=MemberRole.HELPER, mandate__isnull=True, declared_until__lte=clock.now()
    ).filter(Q(until__isnull=True) | Q(until=F("declared_until")))
    return lapsed.filter(~Exists(acting)).select_related("enterprise").order_by("-id")


def open_invitations_of(helper: User) -> QuerySet[HelperInvitation]:
    """Return the invitations that the helper has not answered, newest first."""
    rows = HelperInvitation.objects.filter(helper=helper, answered_at__isnull=True)
    return rows.select_related("enterprise", "invited_by").order_by("-id")


def open_invitations_to(enterprise: Enterprise) -> QuerySet[HelperInvitation]:
    """Return the invitations to help the enterprise that nobody has answered, newest first."""
    rows = HelperInvitation.objects.filter(enterprise=enterprise, answered_at__isnull=True)
    return rows.order_by("-id")
