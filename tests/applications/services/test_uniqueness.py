"""Which applications may be open together: one per enterprise, per brand and class, per product."""

import pytest

from applications.models import Application
from applications.services.drafts import create_draft, save_answers
from common.errors import Conflict
from tests.factories.schemes import applicant_of

pytestmark = pytest.mark.django_db


def brand(name: str, nice_class: int = 20) -> dict[str, object]:
    return {"brand": name, "nice_class": nice_class}


def test_two_brands_and_two_classes_are_open_beside_each_other() -> None:
    owner, enterprise = applicant_of("merek-umk")
    for answers in (brand("Jati Lestari"), brand("Jati Makmur"), brand("Jati Lestari", 21)):
        create_draft(owner, scheme="merek-umk", enterprise_id=enterprise.pk, answers=answers)
    assert Application.objects.filter(enterprise=enterprise).count() == 3


@pytest.mark.parametrize("same", ["Jati Lestari", "jati  LESTARI", " Jati Lestari "])
def test_the_same_brand_is_recognised_however_it_is_typed(same: str) -> None:
    owner, enterprise = applicant_of("merek-umk")
    first = create_draft(
        owner, scheme="merek-umk", enterprise_id=enterprise.pk, answers=brand("Jati Lestari")
    )
    with pytest.raises(Conflict) as refused:
        create_draft(owner, scheme="merek-umk", enterprise_id=enterprise.pk, answers=brand(same))
    assert refused.value.code == "already_open"
    assert refused.value.params["number"] == first.number


def test_a_draft_cannot_become_another_that_is_open() -> None:
    owner, enterprise = applicant_of("merek-umk")
    create_draft(
        owner, scheme="merek-umk", enterprise_id=enterprise.pk, answers=brand("Jati Lestari")
    )
    other = create_draft(
        owner, scheme="merek-umk", enterprise_id=enterprise.pk, answers=brand("Jati Makmur")
    )
    with pytest.raises(Conflict):
        save_answers(owner, other.pk, {"brand": "Jati Lestari"})
    other.refresh_from_db()
    assert other.answers["brand"] == "Jati Makmur"


def test_a_long_name_still_distinguishes_two() -> None:
    owner, enterprise = applicant_of("spp-irt")
    for last in ("a", "b"):
        answers = {"product_name": "Kerupuk " * 60 + last}
        create_draft(owner, scheme="spp-irt", enterprise_id=enterprise.pk, answers=answers)
    assert Application.objects.filter(enterprise=enterprise).count() == 2
