"""Consent: which text, when, and its withdrawal."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import ConsentPurpose
from accounts.models import Consent, ConsentText
from accounts.selectors.consent import (
    MissingConsentTextError,
    current_text,
    has_withdrawn,
    latest_consents,
)
from accounts.services.consent import record_consent, withdraw_consent
from accounts.services.loading import load_accounts
from common.dates import clock
from tests.factories.accounts import UserFactory, has_consented

pytestmark = pytest.mark.django_db
ACCOUNT = ConsentPurpose.ACCOUNT


def _record(user: Any, purpose: str = ACCOUNT) -> Consent:
    return record_consent(user, purpose=purpose, channel="web", language="id")


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
def test_every_purpose_has_a_text_in_both_languages(purpose: ConsentPurpose) -> None:
    text = current_text(purpose, date(2026, 11, 23))
    assert text.version == "2026-11"
    assert len(text.text_id) > 200
    assert len(text.text_en) > 200


def test_the_newest_text_in_force_is_shown() -> None:
    ConsentText.objects.create(
        purpose=ACCOUNT, version="2027-01", text_id="a", text_en="b", valid_from=date(2027, 1, 1)
    )
    assert current_text(ACCOUNT, date(2026, 11, 30)).version == "2026-11"
    assert current_text(ACCOUNT, date(2026, 12, 31)).version == "2026-12"
    assert current_text(ACCOUNT, date(2027, 1, 1)).version == "2027-01"
    # Before the first text is in force, the first one is shown.
    assert current_text(ACCOUNT, date(2020, 1, 1)).version == "2026-11"
    with pytest.raises(MissingConsentTextError):
        current_text("marketing", date(2027, 1, 1))


def test_a_consent_is_recorded_with_its_version() -> None:
    consent = _record(UserFactory())
    assert (consent.text, consent.given, consent.channel) == (
        current_text(ACCOUNT, clock.today()),
        True,
        "web",
    )


def test_the_same_consent_is_not_written_twice() -> None:
    user = UserFactory()
    assert _record(user) == _record(user)
    assert Consent.objects.filter(user=user).count() == 1


def test_withdrawal_is_a_new_row() -> None:
    user = UserFactory()
    _record(user)
    _record(user, ConsentPurpose.LENDER)
    withdraw_consent(user, purpose=ACCOUNT, channel="web", language="id")
    assert not has_consented(user, ACCOUNT)
    assert has_withdrawn(user, ACCOUNT)
    assert has_consented(user, ConsentPurpose.LENDER)
    assert not has_withdrawn(user, ConsentPurpose.LENDER)
    assert not has_withdrawn(user, ConsentPurpose.SIKP)
    assert [(c.text.purpose, c.given) for c in latest_consents(user)] == [
        ("account", False),
        ("lender", True),
    ]
    _record(user)
    assert has_consented(user, ACCOUNT)
    assert Consent.objects.filter(user=user).count() == 4


def test_nobody_changes_or_deletes_a_consent() -> None:
    consent = _record(UserFactory())
    for attack in (
        lambda: Consent.objects.filter(pk=consent.pk).update(given=False),
        lambda: Consent.objects.filter(pk=consent.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="consent_append_only"), transaction.atomic():
            attack()
    assert Consent.objects.get(pk=consent.pk).given


def test_loading_never_rewrites_a_text_that_was_shown() -> None:
    shown = current_text(ACCOUNT, date(2026, 11, 23))
    texts = ConsentText.objects.count()
    ConsentText.objects.filter(pk=shown.pk).update(text_id="sudah ditampilkan")
    load_accounts()
    assert current_text(ACCOUNT, date(2026, 11, 23)).text_id == "sudah ditampilkan"
    assert ConsentText.objects.count() == texts
