"""Two real connections on one step outside the portal: one report, and no reminder after it."""

import pytest

from applications.models import Application, OutsideReminder, OutsideStep
from applications.services.outside_steps import remind, report_step
from applications.services.transitions import perform
from tests.factories.outside import in_review, to_bank
from tests.factories.programs import REASON
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_and_the_reminder_make_one_report() -> None:
    cast, application = to_bank()
    results = run_together(
        *[lambda: report_step(cast.owner, application.pk, result="done").result for _click in "12"],
        lambda: remind(application.pk),
    )
    assert sorted(map(str, results)) == ["False", "already_reported", "done"]
    assert OutsideStep.objects.filter(reported_at__isnull=False).count() == 1
    assert not OutsideReminder.objects.exists()


def test_the_office_goes_on_at_the_moment_of_the_report() -> None:
    cast, application = in_review()
    results = run_together(
        lambda: report_step(cast.owner, application.pk, result="done").result,
        lambda: perform(cast.verifier, application.pk, "pass_stage", reason=REASON).state,
    )
    assert sorted(map(str, results)) in (["done", "in_review"], ["in_review", "nothing_to_report"])
    now = Application.objects.get(pk=application.pk)
    assert now.reported_turn == ""
    assert not OutsideStep.objects.filter(closed_at=None).exists()
