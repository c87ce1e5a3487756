"""Consent texts in force, and what people agreed to."""

from datetime import date

from accounts.models import Consent, ConsentText, User


class MissingConsentTextError(LookupError):
    """No text is loaded for a purpose, so there is nothing to agree to."""


def current_text(purpose: str, on: date) -> ConsentText:
    """Return the newest text of `purpose` that is in force on `on`.

    Before the first text came into force this is the first one, since that is what people are
    shown. Raises MissingConsentTextError when there is none at all.
    """
    texts = ConsentText.objects.filter(purpose=purpose)
    text = (
        texts.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()
        or texts.order_by("valid_from", "id").first()
    )
    if text is None:
        raise MissingConsentTextError(purpose)
    return text


def latest_consents(user: User) -> list[Consent]:
    """Return the latest answer of `user` per purpose, given or withdrawn, ordered by purpose."""
    return list(
        Consent.objects.filter(user=user)
        .select_related("text")
        .order_by("text__purpose", "-id")
        .distinct("text__purpose")
    )


def has_withdrawn(user: User, purpose: str) -> bool:
    """Tell whether `user` withdrew from `purpose`; having no answer at all is not a withdrawal."""
    last = Consent.objects.filter(user=user, text__purpose=purpose).order_by("-id").first()
    return last is not None and not last.given
