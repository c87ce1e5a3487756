"""Who holds which position in an enterprise, and who signs for it."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from common.dates import clock
from enterprises.enums import HEAD_OF, HEADS, SIGNED_BY_HEAD, LegalForm, MemberRole, Position
from enterprises.models import Enterprise, Member, Post


def current(on: date | None = None) -> Q:
    """Return the condition for posts held on the day, today by default."""
    day = on or clock.today()
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def head_of(enterprise: Enterprise) -> Post | None:
    """Return who is chair, director or owner today, None where that is not recorded."""
    heads = Post.objects.filter(current(), enterprise=enterprise, position__in=HEADS)
    return heads.select_related("user").first()


def head_position(enterprise: Enterprise) -> Position:
    """Return what the head of an enterprise of this legal form is called."""
    return HEAD_OF[LegalForm(enterprise.legal_form)]


def is_signed_by_head(enterprise: Enterprise) -> bool:
    """Tell whether only the head acts for an enterprise of this legal form."""
    return enterprise.legal_form in SIGNED_BY_HEAD


def signs_for(user: User, enterprise: Enterprise) -> bool:
    """Tell whether the person, who acts for the enterprise, may sign for it.

    For a cooperative, CV, PT or group that is the chair or director alone.
    """
    if not is_signed_by_head(enterprise):
        return True
    own = Post.objects.filter(current(), enterprise=enterprise, user=user, position__in=HEADS)
    return own.exists()


def is_signing_owner(user: User, enterprise: Enterprise) -> bool:
    """Tell whether the person is an owner, of several people the head.

    Who that is lets helpers in, and exporters see the capacity.
    """
    owners = Member.objects.acting().filter(enterprise=enterprise, user=user)
    return owners.filter(role=MemberRole.OWNER).exists() and signs_for(user, enterprise)


def posts_of(enterprise: Enterprise) -> QuerySet[Post]:
    """Return all posts of the enterprise, the newest first, with their people."""
    posts = Post.objects.filter(enterprise=enterprise)
    return posts.select_related("user", "minutes").order_by("-since", "-id")
