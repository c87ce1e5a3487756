"""The PDF of a letter of commitment, typeset once for each answer."""

from typing import Final

from django.core.cache import cache
from django.utils import translation
from redis.exceptions import RedisError

from supply.messages.letter_content import duty_rows, head_rows, week_rows
from supply.models import Commitment
from supply.render.commitment_pdf import commitment_pdf

_SECONDS: Final = 24 * 60 * 60


def kept_commitment_pdf(letter: Commitment) -> bytes:
    """Return the letter as PDF with its current answer.

    Anyone with the link may request it any number of times, so it is cached for a day; without the
    cache it is typeset each time. It is in Indonesian, also for who reads the portal in English.
    """
    key = f"supply-letter-pdf:{letter.pk}:{letter.state}"
    try:
        kept: bytes | None = cache.get(key)
    except RedisError:
        return _typeset(letter)
    if kept is None:
        kept = _typeset(letter)
        try:
            cache.set(key, kept, _SECONDS)
        except RedisError:
            return kept
    return kept


def _typeset(letter: Commitment) -> bytes:
    """Typeset it in Indonesian, the language of its headings, whoever asks."""
    content = letter.content
    with translation.override("id"):
        return commitment_pdf(
            letter, head=head_rows(content), weeks=week_rows(content), duties=duty_rows(content)
        )
