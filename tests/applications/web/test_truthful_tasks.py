"""The task list calls ready what the server takes, and says at each task what is wrong."""

import pytest
from django.test import Client

from applications.models import Application
from applications.services.transitions import perform
from common.errors import InvalidInput
from tests.factories.programs import Cast, cast_of, make_application
from tests.factories.second_factor import BACKEND

pytestmark = pytest.mark.django_db


def tasks_of(cast: Cast, application: Application) -> dict[str, tuple[str, str]]:
    """Return status and hint of each task by its title."""
    client = Client()
    client.force_login(cast.owner, backend=BACKEND)
    tasks = client.get(f"/pengajuan/{application.pk}/").context["tasks"]
    return {task.title: (task.status, task.hint) for task in tasks}


def is_taken(cast: Cast, application: Application) -> bool:
    try:
        perform(cast.owner, application.pk, "submit", data={"declaration": True})
    except InvalidInput:
        return False
    return True


@pytest.mark.parametrize(
    "answers", [{}, {"previous_kur_count": 9}, {"requested_amount": 900_000_000}, None]
)
def test_ready_is_what_the_server_takes(answers: dict[str, int] | None) -> None:
    cast = cast_of()
    application = make_application(cast, answers=answers)
    status, _hint = tasks_of(cast, application)["Periksa jawaban dan kirim"]
    assert (status == "Siap dikirim") == is_taken(cast, application)


def test_a_rule_that_blocks_stands_at_the_questions_that_mend_it() -> None:
    cast = cast_of()
    application = make_application(cast, answers={"requested_amount": 900_000_000})
    tasks = tasks_of(cast, application)
    wrong = {title for title, (status, _hint) in tasks.items() if status == "Perbaiki"}
    assert wrong
    assert any("900.000.000" in hint for _status, hint in tasks.values())


def test_a_missing_tax_number_stands_at_the_profile() -> None:
    cast = cast_of(npwp="")
    application = make_application(cast, answers={"requested_amount": 60_000_000})
    status, hint = tasks_of(cast, application)["Profil usaha"]
    assert "NPWP" in hint
    assert status in ("Perbaiki", "Selesai")


def test_the_particulars_for_sikp_are_offered_and_not_required() -> None:
    cast = cast_of()
    application = make_application(cast)
    tasks = tasks_of(cast, application)
    assert tasks["Data untuk SIKP"][0] == "Boleh menyusul"
    assert tasks["Periksa jawaban dan kirim"][0] == "Siap dikirim"
    assert is_taken(cast, application)


def test_a_scheme_without_sikp_does_not_offer_them() -> None:
    cast = cast_of(legal_form="koperasi")
    application = make_application(cast, scheme="lpdb-konvensional", answers={}, documents=False)
    assert "Data untuk SIKP" not in tasks_of(cast, application)
