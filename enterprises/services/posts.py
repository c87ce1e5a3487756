"""Positions in an enterprise: given with a date and minutes, and ended, never overwritten."""

from collections.abc import Collection
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from enterprises.enums import HEADS, MemberRole, Position
from enterprises.models import DocumentVersion, Enterprise, Member, Post
from enterprises.selectors.posts import head_of, head_position
from enterprises.selectors.scans import require_openable

# The kind of document under which minutes are stored.
MINUTES: Final = "minutes"


def record_post(
    actor: User,
    enterprise: Enterprise,
    *,
    member_id: int,
    position: Position,
    since: date,
    minutes: DocumentVersion | None = None,
) -> Post:
    """Give a member a position from a day on; the head hands over their own post in the same way.

    The person's former post, and another holder's of a single post, end on that day. Raises
    NotPermitted except for the head, InvalidInput (`unknown_member`, `not_of_this_form`,
    `date_in_future`, `minutes_required`), Withheld for minutes found infected since they were
    stored, Conflict `post_overlaps` where a later post exists already.
    """
    try:
        with transaction.atomic():
            # Checked under the lock: a successor's claim that was just accepted ends the former
            # head.
            Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
            require_head(actor, enterprise)
            member = _member(enterprise, member_id)
            _refuse(enterprise, position, since, minutes)
            if minutes is not None:
                require_openable(minutes, actor)
            if _replaced(member.user, enterprise, position).filter(since__gt=since).exists():
                raise _overlaps()
            return give_post(
                member.user, enterprise, position, since=since, minutes=minutes, by=actor
            )
    except IntegrityError as error:
        raise _overlaps() from error


def require_head(actor: User, enterprise: Enterprise) -> None:
    """Raise NotPermitted `only_head` for all but the head."""
    head = head_of(enterprise)
    if head is None or head.user_id != actor.pk:
        raise NotPermitted(
            "only_head", _("Hanya ketua, direktur, atau pemilik yang mengatur jabatan.")
        )


def give_post(
    user: User,
    enterprise: Enterprise,
    position: Position,
    *,
    since: date,
    minutes: DocumentVersion | None = None,
    by: User | None = None,
) -> Post:
    """Open a post and end those that it replaces; in the caller's transaction.

    Raises IntegrityError where a later post exists already.
    """
    _end(_replaced(user, enterprise, position), since)
    return Post.objects.create(
        enterprise=enterprise,
        user=user,
        position=position,
        since=since,
        minutes=minutes,
        recorded_by=by,
        recorded_at=clock.now(),
    )


def open_head(user: User, enterprise: Enterprise) -> None:
    """Make the person, who registered or claimed the enterprise, its head if it has none."""
    if head_of(enterprise) is None:
        give_post(user, enterprise, head_position(enterprise), since=clock.today(), by=user)


def end_posts(enterprise: Enterprise, users: Collection[int]) -> None:
    """End today what these people hold, since they no longer act for the enterprise."""
    held = Post.objects.filter(enterprise=enterprise, user__in=users, until__isnull=True)
    _end(held, clock.today())


def _replaced(user: User, enterprise: Enterprise, position: Position) -> QuerySet[Post]:
    """Return the open posts that end when the person gets this position."""
    replaced = Q(user=user)
    if position in HEADS:
        replaced |= Q(position__in=HEADS)
    return Post.objects.filter(replaced, enterprise=enterprise, until__isnull=True)


def _overlaps() -> Conflict:
    text = _("Pada tanggal itu jabatan lain sudah tercatat. Pilih tanggal yang lebih baru.")
    return Conflict("post_overlaps", text, field="since")


def _end(posts: QuerySet[Post], on: date) -> None:
    posts.update(until=Greatest("since", Value(on, output_field=DateField())))


def _member(enterprise: Enterprise, member_id: int) -> Member:
    members = Member.objects.filter(enterprise=enterprise, until__isnull=True, pk=member_id)
    member = members.filter(role=MemberRole.OWNER).select_related("user").first()
    if member is None:
        text = _("Orang ini bukan anggota usaha ini.")
        raise InvalidInput("unknown_member", text, field="member")
    return member


def _refuse(
    enterprise: Enterprise, position: Position, since: date, minutes: DocumentVersion | None
) -> None:
    if position in HEADS and position != head_position(enterprise):
        text = _("Jabatan ini bukan untuk bentuk usaha ini.")
        raise InvalidInput("not_of_this_form", text, field="position")
    if since > clock.today():
        text = _("Tanggal ini belum tiba. Tulis tanggal mulai menjabat.")
        raise InvalidInput("date_in_future", text, field="since")
    if position in HEADS and minutes is None:
        text = _("Unggah berita acara rapat atau akta yang mengangkat ketua atau direktur baru.")
        raise InvalidInput("minutes_required", text, field="file")
