"""Which applications may be open together: one per enterprise, per brand, per product."""

import pytest

from applications.models import Application
from applications.services.drafts import create_draft, save_answers
from common.errors import Conflict
from tests.factories.schemes import applicant_of

pytestmark = pytest.mark.django_db


def brand(name: str, *classes: str) -> dict[str, object]:
    return {"brand": name, "nice_classes": list(classes or ("20",))}


def test_two_brands_are_open_beside_each_other_and_one_letter_lists_its_classes() -> None:
    owner, enterprise = applicant_of("merek-umk")
    for answers in (brand("Jati Lestari", "20", "21"), brand("Jati Makmur")):
        create_draft(owner, scheme="merek-umk", enterprise_id=enterprise.pk, answers=answers)
    other_class = brand("Jati Lestari", "35")
    with pytest.raises(Conflict):
        create_draft(owner, scheme="merek-umk", enterprise_id=enterprise.pk, answers=other_class)
    assert Application.objects.filter(enterprise=enterprise).count() == 2


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
