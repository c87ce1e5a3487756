"""Which words people agree to, and what they agreed to."""

from datetime import date

from accounts.models import Consent, ConsentText, User


class MissingConsentTextError(LookupError):
    """No text is loaded for a purpose: nobody can agree to nothing."""


def current_text(purpose: str, on: date) -> ConsentText:
    """The newest text of `purpose` that is in force on `on`.

    Before the first text came into force the first one is given, since it is the one people are
    shown. Raises MissingConsentTextError when there is none at all.
    """
    texts = ConsentText.objects.filter(purpose=purpose)
    found = (
        texts.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()
        or texts.order_by("valid_from", "id").first()
    )
    if found is None:
        raise MissingConsentTextError(purpose)
    return found


def latest_consents(user: User) -> list[Consent]:
    """The last word of `user` per purpose, yes or withdrawn, in order of purpose."""
    return list(
        Consent.objects.filter(user=user)
        .select_related("text")
        .order_by("text__purpose", "-id")
        .distinct("text__purpose")
    )


def has_withdrawn(user: User, purpose: str) -> bool:
    """Whether the last word of `user` on `purpose` is a no; silence is none."""
    last = _last_word(user, purpose)
    return last is not None and not last.given


def has_consented(user: User, purpose: str) -> bool:
    """Whether the last word of `user` on `purpose` is yes."""
    last = _last_word(user, purpose)
    return last is not None and last.given


def _last_word(user: User, purpose: str) -> Consent | None:
    return Consent.objects.filter(user=user, text__purpose=purpose).order_by("-id").first()
