"""Notices about requests; their texts are in templates/notifications."""

from collections.abc import Iterable

from accounts.models import User
from data_rights.models import RightsRequest
from notifications.policies.notice import Notice


def filed_notices(request: RightsRequest, officers: Iterable[User]) -> list[Notice]:
    """Return notices to those who answer requests; what the person wrote stays in the portal."""
    return [
        Notice(
            key="rights.filed",
            recipient_id=officer.pk,
            context={"due_at": request.due_at.isoformat()},
            link=f"/admin/data_rights/rightsrequest/{request.pk}/change/",
        )
        for officer in officers
        if officer.pk != request.user_id
    ]


def answered_notices(request: RightsRequest) -> list[Notice]:
    """Return the notice to the person of how the request ended."""
    return [
        Notice(
            key="rights.answered",
            recipient_id=request.user_id,
            context={"answer": request.answer, "words": request.answer_words},
            link="/akun/data/",
        )
    ]
