"""Asking for a right over one's data, and answering: in 3 x 24 hours (UU 27/2022)."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.text.typed_reasons import is_reason
from data_rights.enums import Answer, Right
from data_rights.messages import answered_notices, filed_notices
from data_rights.models import RightsRequest
from data_rights.permissions import data_officers, may_answer_requests
from notifications.services.outbox import enqueue_all
from reference.selectors.parameters import number

PARAMETER: Final = "privacy.request"
_SHORTEST: Final = 10


@transaction.atomic
def ask(user: User, right: str, *, words: str) -> RightsRequest:
    """Record a request that an official answers, and notify the data officers.

    Raises InvalidInput without a meaningful text, Conflict `rights_request_open` while the same
    right waits for an answer.
    """
    words = " ".join(words.split())
    if not is_reason(words, least=_SHORTEST):
        raise InvalidInput(
            "rights_words", _("Tulis data mana yang Anda maksud, dan mengapa."), field="words"
        )
    _lock(user)
    if RightsRequest.objects.filter(user=user, right=right, answered_at=None).exists():
        raise Conflict(
            "rights_request_open",
            _("Permintaan Anda yang sama sudah kami terima dan belum dijawab."),
        )
    now = clock.now()
    request = RightsRequest.objects.create(
        user=user, right=right, words=words, asked_at=now, due_at=_due(now)
    )
    enqueue_all(filed_notices(request, data_officers()))
    return request


@transaction.atomic
def record_copy(user: User) -> RightsRequest:
    """Record that the person got a copy at once: a request that the portal itself fulfilled."""
    now = clock.now()
    return RightsRequest.objects.create(
        user=user,
        right=Right.COPY,
        asked_at=now,
        due_at=_due(now),
        answer=Answer.DONE,
        answered_at=now,
    )


@transaction.atomic
def answer_request(by: User, request_id: int, *, answer: str, words: str) -> RightsRequest:
    """Answer a request, once, and notify the person.

    Raises NotPermitted for anyone but a data officer and for one's own request, NotFound, Conflict
    `rights_answered` when it was answered before, InvalidInput without a meaningful text.
    """
    if not may_answer_requests(by):
        raise NotPermitted("not_permitted", _("Hanya petugas data yang menjawab permintaan ini."))
    request = RightsRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise NotFound("not_found", _("Permintaan tidak ditemukan."))
    if request.user_id == by.pk:
        raise NotPermitted("own_request", _("Permintaan Anda sendiri dijawab petugas lain."))
    if not request.is_open:
        raise Conflict("rights_answered", _("Permintaan ini sudah dijawab."))
    words = " ".join(words.split())
    if answer not in Answer or not is_reason(words, least=_SHORTEST):
        raise InvalidInput(
            "rights_answer", _("Pilih hasilnya dan tulis jawaban untuk pemohon."), field="answer"
        )
    request.answer, request.answer_words = answer, words
    request.answered_at, request.answered_by = clock.now(), by
    request.save(update_fields=["answer", "answer_words", "answered_at", "answered_by"])
    enqueue_all(answered_notices(request))
    return request


def _due(now: datetime) -> datetime:
    """Return the moment by which a request must be answered: in clock hours, not working days."""
    return now + timedelta(hours=number(PARAMETER, clock.today()))


def _lock(user: User) -> None:
    """Serialise the requests of two tabs of one person."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
