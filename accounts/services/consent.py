"""Recording that a person gave or withdrew consent."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Consent, User
from accounts.selectors.consent import current_text
from common.dates import clock


@transaction.atomic
def record_consent(user: User, *, purpose: str, channel: str, language: str) -> Consent:
    """Record that `user` agrees to the current text of `purpose`.

    `channel` is "web", "api", "phone" or "demo". Agreeing to the same version again writes no row.
    Raises MissingConsentTextError.
    """
    return _write(user, purpose=purpose, channel=channel, language=language, given=True)


@transaction.atomic
def withdraw_consent(user: User, *, purpose: str, channel: str, language: str) -> Consent:
    """Record that `user` withdraws consent (UU 27/2022): a new row, the old one stays as proof.

    What depends on it ends in the same transaction (settings.ON_CONSENT_WITHDRAWN, called twice).
    """
    # Ending these locks enterprises before the person, as giving a consent does; called again for
    # what began until the person's row was locked.
    _end_what_rests(user, purpose)
    consent = _write(user, purpose=purpose, channel=channel, language=language, given=False)
    _end_what_rests(user, purpose)
    return consent


def _end_what_rests(user: User, purpose: str) -> None:
    follow = settings.ON_CONSENT_WITHDRAWN.get(purpose)
    if follow:
        import_string(follow)(user)


def _write(user: User, *, purpose: str, channel: str, language: str, given: bool) -> Consent:
    text = current_text(purpose, clock.today())
    # Locks the person's row, so that two tabs that answer simultaneously write one row.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    last = Consent.objects.filter(user=user, text__purpose=purpose).order_by("-id").first()
    if last is not None and last.text_id == text.pk and last.given is given:
        return last
    return Consent.objects.create(
        user=user, text=text, given=given, channel=channel, language=language, at=clock.now()
    )
