"""Two tabs on one row, statement by statement: the second is informed, nothing is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from applications.models import Application
from applications.services import attachments, drafts
from applications.services.attachments import FileReplaced, slot_row, slot_values
from applications.services.summaries import (
    SummaryChanged,
    submit_shown,
    summary_row,
    summary_values,
)
from common.edits.merging import ChangedMeanwhile
from common.edits.shown import FormSnapshot
from enterprises.models import Enterprise
from enterprises.services.cleaning import FIELDS, EnterpriseData
from enterprises.services.registration import profile_row, profile_values, update
from financing.models import Borrower
from financing.services.borrowers import (
    particulars_row,
    particulars_values,
    store_particulars,
)
from tests.factories.enterprises import owned_enterprise
from tests.factories.programs import Cast, cast_of, make_application, make_document, particulars
from tests.races.interleaver import Work
from tests.races.rows import copies_of
from tests.races.trial import Scenario

Explore = Callable[[Scenario, int], None]
TRIALS = 24
TOLD = "told"


@pytest.fixture(scope="module")
def cast(transactional_db: None) -> Cast:
    return cast_of()


@pytest.fixture(scope="module")
def draft(cast: Cast) -> Application:
    return make_application(cast)


def told(work: Callable[[], object]) -> Work:
    """Return the work; its result is TOLD where it wrote nothing and says what changed."""

    def run() -> object:
        try:
            return work()
        except (ChangedMeanwhile, FileReplaced, SummaryChanged):
            return TOLD

    return run


def _try(explored: Explore, name: str, **parts: Any) -> None:
    explored(Scenario(name, **parts), TRIALS)


def a_tab(cast: Cast, key: int, answers: Mapping[str, Any]) -> Work:
    """Return the save of a tab that showed the answers as they are before both saves."""
    application = Application.objects.get(pk=key)
    shown = FormSnapshot.of(drafts.answers_row(application), application.answers)

    def save() -> object:
        saved = drafts.save_shown_answers(cast.owner, key, answers, shown)
        return TOLD if saved.merge.conflicts else "saved"

    return save


def answers_now(*names: str) -> Callable[[int], tuple[Any, list[str]]]:
    def look(key: int) -> tuple[Any, list[str]]:
        answers = Application.objects.get(pk=key).answers
        return [answers.get(name) for name in names], []

    return look


def test_two_tabs_change_one_answer(cast: Cast, draft: Application, explored: Explore) -> None:
    _try(
        explored,
        "two tabs, one answer",
        things=partial(copies_of, draft),
        works=lambda key: [a_tab(cast, key, {"tenor_months": months}) for months in (12, 36)],
        look=answers_now("tenor_months"),
        results=[("saved", TOLD), (TOLD, "saved")],
    )


def test_two_tabs_change_two_answers(cast: Cast, draft: Application, explored: Explore) -> None:
    def works(key: int) -> Sequence[Work]:
        shown = Application.objects.get(pk=key).answers
        changes: list[dict[str, Any]] = [{"tenor_months": 12}, {"purpose": "investment"}]
        return [a_tab(cast, key, {**shown, **each}) for each in changes]

    _try(
        explored,
        "two tabs, two answers",
        things=partial(copies_of, draft),
        works=works,
        look=answers_now("tenor_months", "purpose"),
        results=[("saved", "saved")] * 2,
    )


def test_one_tab_sends_what_another_changes(
    cast: Cast, draft: Application, explored: Explore
) -> None:
    def works(key: int) -> Sequence[Work]:
        application = Application.objects.get(pk=key)
        shown = FormSnapshot.of(summary_row(application), summary_values(application))
        send = told(lambda: submit_shown(cast.owner, key, shown).state)
        return [send, a_tab(cast, key, {"tenor_months": 12})]

    def look(key: int) -> tuple[Any, list[str]]:
        application = Application.objects.get(pk=key)
        ending = (application.state, application.answers["tenor_months"])
        return ending, [] if ending != ("submitted", 12) else ["declared what nobody had read"]

    _try(
        explored,
        "a tab sends, a tab saves",
        things=partial(copies_of, draft),
        works=works,
        look=look,
        results=[("submitted", "not_editable"), (TOLD, "saved")],
    )


def test_one_tab_sends_while_another_changes_the_profile(
    cast: Cast, draft: Application, explored: Explore
) -> None:
    def works(key: int) -> Sequence[Work]:
        application = Application.objects.get(pk=key)
        enterprise = application.enterprise
        shown = FormSnapshot.of(summary_row(application), summary_values(application))
        stored = EnterpriseData(**{name: getattr(enterprise, name) for name in FIELDS})
        changed = replace(stored, workers=(enterprise.workers or 0) + 1)

        def save() -> object:
            update(cast.owner, enterprise, changed)
            return "saved"

        return [told(lambda: submit_shown(cast.owner, key, shown).state), save]

    def look(key: int) -> tuple[Any, list[str]]:
        application = Application.objects.get(pk=key)
        sent, changed = application.submitted_at, application.enterprise.updated_at
        is_wrong = sent is not None and sent > changed
        return application.state, ["declared what nobody had read"] if is_wrong else []

    _try(
        explored,
        "a tab sends, a tab changes the profile",
        things=partial(copies_of, draft),
        works=works,
        look=look,
        results=[("submitted", "saved"), (TOLD, "saved")],
    )


def test_two_tabs_replace_one_file(cast: Cast, draft: Application, explored: Explore) -> None:
    files = [make_document(cast.owner, cast.enterprise, "ktp") for _number in range(2)]

    def works(key: int) -> Sequence[Work]:
        application = Application.objects.get(pk=key)
        attached = application.attachments.filter(requirement="ktp", removed_at=None)
        values = slot_values(attached.values_list("pk", flat=True))
        shown = FormSnapshot.of(slot_row(application, "ktp"), values)

        def replaced(number: int) -> object:
            attachments.attach(
                cast.owner, key, requirement="ktp", version=files[number], shown=shown
            )
            return "replaced"

        return [told(partial(replaced, number)) for number in range(2)]

    def look(key: int) -> tuple[Any, list[str]]:
        current = Application.objects.get(pk=key).attachments.filter(
            requirement="ktp", removed_at=None
        )
        return [item.version_id for item in current], []

    _try(
        explored,
        "two tabs, one file",
        things=partial(copies_of, draft),
        works=works,
        look=look,
        results=[("replaced", TOLD), (TOLD, "replaced")],
    )


def test_two_tabs_change_one_profile(transactional_db: None, explored: Explore) -> None:
    def works(pair: tuple[Any, Enterprise]) -> Sequence[Work]:
        owner, enterprise = pair
        stored = EnterpriseData(**{name: getattr(enterprise, name) for name in FIELDS})

        def save(workers: int, shown: FormSnapshot) -> object:
            changed = replace(stored, workers=workers)
            return update(owner, enterprise, changed, shown=shown).workers

        seen = profile_row(enterprise), profile_values(enterprise)
        return [told(partial(save, workers, FormSnapshot.of(*seen))) for workers in (7, 9)]

    def look(pair: tuple[Any, Enterprise]) -> tuple[Any, list[str]]:
        return Enterprise.objects.get(pk=pair[1].pk).workers, []

    _try(
        explored,
        "two tabs, one profile",
        things=lambda count: [owned_enterprise() for _number in range(count)],
        works=works,
        look=look,
        results=[(7, TOLD), (TOLD, 9)],
    )


def test_two_people_give_the_first_particulars(transactional_db: None, explored: Explore) -> None:
    def works(pair: tuple[Any, Enterprise]) -> Sequence[Work]:
        owner, enterprise = pair
        seen = particulars_row(enterprise), particulars_values(None)

        def save(postcode: str, shown: FormSnapshot) -> object:
            given = replace(particulars(), postcode=postcode)
            return store_particulars(owner, enterprise, given, agrees=True, shown=shown).postcode

        return [told(partial(save, code, FormSnapshot.of(*seen))) for code in ("60111", "60112")]

    def look(pair: tuple[Any, Enterprise]) -> tuple[Any, list[str]]:
        return Borrower.objects.get(enterprise=pair[1]).postcode, []

    _try(
        explored,
        "two first particulars",
        things=lambda count: [owned_enterprise() for _number in range(count)],
        works=works,
        look=look,
        results=[("60111", TOLD), (TOLD, "60112")],
    )
