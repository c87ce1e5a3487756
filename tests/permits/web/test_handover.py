"""What an owner types into another agency's system, ready to copy."""

import pytest
from django.utils import translation

from applications.kinds.registry import outside_task
from applications.models import Application
from applications.selectors.outside_steps import owner_stage
from applications.shared.handover import HandedOver, handed_over
from permits.kind import KIND
from permits.outcome import OUTSIDE_TASKS
from permits.policies.handover import HANDED_OVER
from programs.models import Question, Stage
from tests.api.client import client_for
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.permits import file_to_decide

pytestmark = pytest.mark.django_db


def _rows(application: Application) -> list[HandedOver]:
    stage = owner_stage(application)
    assert stage is not None
    return list(handed_over(application, outside_task(application, stage)))


def test_the_kind_declares_what_its_tasks_hand_over_and_every_stage_asks_one_of_it() -> None:
    declared = {code: task.handed_over for code, task in OUTSIDE_TASKS.items()}
    assert declared == dict(HANDED_OVER) == dict(KIND.handed_over_questions)
    for code, task in OUTSIDE_TASKS.items():
        assert task.bring_back
        assert task.clock
        editions = Stage.objects.filter(code=code).values("edition")
        asked = set(Question.objects.filter(edition__in=editions).values_list("code", flat=True))
        assert set(task.handed_over) <= asked, code


def test_the_pages_and_the_api_show_what_to_type_and_what_to_bring_back() -> None:
    file = file_to_decide("ska", stage="e-ska", destination="Belanda", hs_code="94015300")
    client, address = web_client(file.owner), f"/pengajuan/{file.application.pk}/"
    enterprise = file.application.enterprise
    for page in (client.get(address), client.get(f"{address}di-luar/")):
        said = text_of(page)
        for words in (
            "Yang diketik di e-SKA",
            enterprise.nib or "",
            enterprise.address,
            "Negara tujuan mana? Belanda",
            "9401.53.00",
            "Yang dibawa kembali ke sini: nomor dan foto",
            "bukan dinas ini",
        ):
            assert words in said
        # Without the script there is text to mark, and no button that does nothing.
        assert 'type="button" hidden data-copy="ketik-1"' in page.content.decode()
        assert enterprise.nik not in said
    told = client_for(file.owner).get(f"/api/v1/applications/{file.application.pk}/").json()
    assert {"name": "NIB", "value": enterprise.nib} in told["outside"]["handed_over"]
    assert told["outside"]["bring_back"]


def test_the_values_stay_indonesian_on_an_english_page_and_empty_ones_are_left_out() -> None:
    file = file_to_decide("ska", stage="e-ska", uses_imported_inputs=True)
    with translation.override("en"):
        rows = {row.label: row.value for row in _rows(file.application)}
    question = Question.objects.get(edition=file.application.edition, code="uses_imported_inputs")
    assert rows[question.label_en] == "Ya"
    file.application.enterprise.nib = None
    assert "NIB" not in {row.label for row in _rows(file.application)}
