"""From KBLI 2020 to KBLI 2025: one to one, split, merged, ended, or not known."""

import pytest
from django.db import IntegrityError

from reference.enums import KbliRelation
from reference.models import KbliStep
from reference.selectors.kbli import successors
from reference.services.loading import load_reference

pytestmark = pytest.mark.django_db


def _step(old: str, new: str, confidence: str = "H") -> None:
    KbliStep.objects.create(old=old, new=new, confidence=confidence, source="uji")


def test_a_code_that_became_one_other() -> None:
    result = successors("31001")
    assert result is not None
    assert result.relation == KbliRelation.ONE_TO_ONE
    assert result.codes == [("31011", "Industri furnitur dari kayu")]
    assert not result.is_verified


def test_a_split_names_every_new_code_even_without_a_title() -> None:
    _step("90001", "90011")
    _step("90001", "90012")
    result = successors("90001")
    assert result is not None
    assert result.relation == KbliRelation.SPLIT
    assert result.codes == [("90011", ""), ("90012", "")]
    assert result.is_verified


def test_a_merge_is_reported_for_each_old_code() -> None:
    _step("90001", "90011")
    _step("90002", "90011")
    assert {successors(code).relation for code in ("90001", "90002")} == {  # type: ignore[union-attr]
        KbliRelation.MERGED
    }


def test_a_code_that_ended_and_an_unknown_one() -> None:
    _step("90001", "")
    ended = successors("90001")
    assert ended is not None
    assert ended.relation == KbliRelation.ENDED
    assert successors("99999") is None


def test_a_new_code_of_2025_is_no_merge() -> None:
    _step("", "90011")
    _step("90001", "90011")
    result = successors("90001")
    assert result is not None
    assert result.relation == KbliRelation.ONE_TO_ONE


@pytest.mark.parametrize(("old", "new"), [("", ""), ("1234", "12345"), ("12345", "1234x")])
def test_a_step_has_whole_codes(old: str, new: str) -> None:
    with pytest.raises(IntegrityError):
        _step(old, new)


def test_loading_again_keeps_what_an_official_corrected() -> None:
    before = KbliStep.objects.count()
    KbliStep.objects.filter(old="31001").update(confidence="H", source="Peraturan BPS 7/2025")
    load_reference()
    assert KbliStep.objects.count() == before
    result = successors("31001")
    assert result is not None
    assert result.is_verified
