"""The switch by which silence approves: who is offered it, and what it needs before publication."""

import pytest
from django.test import Client

from accounts.models import User
from programs.models import Edition
from programs.selectors.editions import faults
from tests.applications.admin.backoffice import text_of
from tests.programs.admin.editor import LIST, draft_after

pytestmark = pytest.mark.django_db
SUMMARY = "ringkasan"


def found(draft: Edition) -> set[str]:
    known = faults(Edition.objects.get(pk=draft.pk))
    return {each.code for each in known if not each.is_note and "d" in each.code}


@pytest.fixture
def current() -> Edition:
    return Edition.objects.get(scheme__code="merek-umk", code="2026")


def test_it_is_offered_for_the_offices_own_letters_with_its_meaning(
    client: Client, lead: User, draft: Edition
) -> None:
    page = client.get(f"{LIST}{draft.pk}/{SUMMARY}/")
    assert "Berkas lengkap yang tidak diputuskan sampai batas waktu disetujui oleh sistem" in (
        text_of(page)
    )
    assert 'name="deemed_approval"' in page.content.decode()
    loan = Edition.objects.get(scheme__code="kur-mikro", code="2026")
    other = draft_after(lead, loan, draft.valid_from)
    assert (
        'name="deemed_approval"' not in client.get(f"{LIST}{other.pk}/{SUMMARY}/").content.decode()
    )


def test_it_needs_a_letter_short_days_and_stages_of_the_office(draft: Edition) -> None:
    assert found(draft) == set()
    draft.letters.all().delete()
    stage = draft.stages.get(code="brand-search")
    stage.is_outside, stage.working_days = True, None
    stage.save()
    draft.stages.filter(code="signature").update(working_days=9)
    assert found(draft) >= {
        "deemed_without_letter",
        "deemed_waits_outside",
        "days_without_decree",
    }
    # Without it nothing of that keeps the version back.
    draft.deemed_approval = False
    draft.save()
    assert not found(draft) & {
        "deemed_without_letter",
        "deemed_waits_outside",
        "days_without_decree",
    }


def test_it_is_for_no_decision_of_others(lead: User, draft: Edition) -> None:
    loan = Edition.objects.get(scheme__code="kur-mikro", code="2026")
    other = draft_after(lead, loan, draft.valid_from)
    other.deemed_approval = True
    other.save()
    assert "deemed_not_own_letter" in found(other)
