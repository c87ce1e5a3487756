"""Ready reasons judge nobody: they follow the files even where an edition is in use."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from programs.enums import Opinion, StageExit
from programs.models import Edition, ReasonText, Stage
from programs.selectors.editions import faults
from programs.services.editions import draft_successor
from programs.services.loading import load_schemes
from programs.services.scheme_files import read_schemes
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
EDITIONS = {
    f"{code} {edition['code']}": edition
    for code, content in read_schemes().items()
    for edition in content["edition"]
}


def recommendations(edition: Edition) -> list[tuple[str, str]]:
    ready = edition.reason_texts.filter(transition="recommend").order_by("position")
    return list(ready.values_list("code", "opinion"))


@pytest.fixture
def used() -> Edition:
    edition = make_application(cast_of(), state="submitted").edition
    edition.refresh_from_db()
    assert edition.first_used_at is not None
    return edition


def test_an_edition_in_use_takes_the_ready_reasons_of_the_files_and_nothing_else(
    used: Edition,
) -> None:
    loaded = recommendations(used)
    assert {opinion for _code, opinion in loaded} == set(Opinion)
    used.reason_texts.filter(opinion="negative").delete()
    used.reason_texts.filter(code="ready").update(opinion="", text_id="Dahulu.")
    used.reason_texts.create(
        transition="recommend", code="gone", text_id="x", text_en="x", position=99
    )
    Edition.objects.filter(pk=used.pk).update(valid_to=date(2027, 6, 30))

    load_schemes()

    assert recommendations(used) == loaded
    assert used.reason_texts.get(transition="recommend", code="ready").text_id != "Dahulu."
    used.refresh_from_db()
    assert used.valid_to == date(2027, 6, 30)


def test_a_second_load_writes_nothing(used: Edition) -> None:
    before = list(used.reason_texts.order_by("pk").values_list())
    load_schemes()
    assert list(used.reason_texts.order_by("pk").values_list()) == before


def test_an_edition_of_an_official_keeps_its_own() -> None:
    current = Edition.objects.get(scheme__code="kur-mikro", code="2026")
    lead = OfficialFactory(role=Role.ADMIN, regency=None)
    draft = draft_successor(
        lead, current, code="2027", valid_from=date(2027, 1, 1), legal_basis="Permenko 9/2027"
    )
    assert recommendations(draft) == recommendations(current)
    draft.reason_texts.filter(transition="recommend", opinion="negative").delete()
    load_schemes()
    assert {opinion for _code, opinion in recommendations(draft)} == {"positive", "conditional"}
    assert [fault.code for fault in faults(draft)] == ["opinion_without_reasons"]
    # A reason without a direction fits each of them, as in editions from before directions.
    draft.reason_texts.filter(transition="recommend").update(opinion="")
    assert faults(draft) == []


@pytest.mark.parametrize("name", EDITIONS)
def test_every_edition_that_recommends_has_reasons_for_each_direction(name: str) -> None:
    rows = EDITIONS[name]["reason_text"]
    offered = [row.get("opinion", "") for row in rows if row["transition"] == "recommend"]
    if any(stage.get("exit") == StageExit.RECOMMEND for stage in EDITIONS[name]["stage"]):
        assert set(offered) == set(Opinion)
    else:
        assert offered == []


@pytest.mark.parametrize(
    ("transition", "opinion"),
    [("recommend", "good"), ("request_revision", "positive"), ("recommend", "POSITIVE")],
)
def test_the_database_refuses_another_direction(transition: str, opinion: str) -> None:
    edition = Stage.objects.filter(exit=StageExit.RECOMMEND)[0].edition
    with (
        pytest.raises(IntegrityError, match="reason_text_opinion_known"),
        transaction.atomic(),
    ):
        ReasonText.objects.create(
            edition=edition,
            transition=transition,
            code="x",
            text_id="x",
            text_en="x",
            position=1,
            opinion=opinion,
        )
