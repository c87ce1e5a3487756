"""Two people record one thing in the admin: the second sees the form again with the reason."""

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client

from reference.models import HolidayOverride, LegalParameter
from tests.factories.accounts import UserFactory
from tests.factories.reference import HolidayOverrideFactory, LegalParameterFactory

pytestmark = pytest.mark.usefixtures("transactional_db")
DAY = date(2040, 1, 2)
FIGURE = {
    "key": "objection.answer", "value": "5", "unit": "hari kerja", "confidence": "L",
    "valid_from": "2040-01-02", "valid_to": "2040-01-02", "regency": "35.78",
}  # fmt: skip
HOLIDAY = {"date": "2040-01-02", "name": "Libur", "legal_basis": "SK 1"}


def save_figure() -> LegalParameter:
    return LegalParameterFactory(
        key="objection.answer", valid_from=DAY, valid_to=DAY, regency_id="35.78"
    )


def save_holiday() -> HolidayOverride:
    return HolidayOverrideFactory(date=DAY)


def on_another_connection(work: Callable[[], object]) -> None:
    def run() -> None:
        work()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.parametrize(
    ("model", "form", "save", "said"),
    [
        (LegalParameter, FIGURE, save_figure, "Ketentuan ini sudah mempunyai nilai pada masa"),
        (HolidayOverride, HOLIDAY, save_holiday, "sudah ada."),
    ],
)
def test_a_row_saved_after_the_check_is_an_error_of_the_form(
    model: type[models.Model],
    form: dict[str, str],
    save: Callable[[], models.Model],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = model.validate_constraints
    saved: list[models.Model] = []

    def check_then_save_elsewhere(row: Any, exclude: Any = None) -> None:
        check(row, exclude)
        if not saved:
            on_another_connection(lambda: saved.append(save()))

    monkeypatch.setattr(model, "validate_constraints", check_then_save_elsewhere)
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    before = model._default_manager.count()
    answer = client.post(f"/admin/reference/{model._meta.model_name}/add/", form)
    assert answer.status_code == 200
    (error,) = [text for each in answer.context["adminform"].form.errors.values() for text in each]
    assert said in error
    assert model._default_manager.count() == before + 1
    assert len(saved) == 1
