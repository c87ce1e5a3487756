import pickle

import pytest
from django.utils.translation import gettext_lazy

from common.errors import (
    Conflict,
    DomainError,
    FieldError,
    InvalidInput,
    NotFound,
    NotPermitted,
    TooLarge,
    TooManyRequests,
    UnsupportedMedia,
)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (InvalidInput, 400),
        (NotPermitted, 403),
        (NotFound, 404),
        (Conflict, 409),
        (TooLarge, 413),
        (UnsupportedMedia, 415),
        (TooManyRequests, 429),
    ],
)
def test_each_error_has_its_status(kind: type[DomainError], status: int) -> None:
    assert kind("code").status == status


def test_message_is_filled_from_params_and_the_code_is_all_a_log_sees() -> None:
    error = Conflict("taken", gettext_lazy("NIB %(nib)s sudah ada."), params={"nib": "123"})
    assert error.message == "NIB 123 sudah ada."
    assert str(error) == "taken"
    assert "123" not in repr(error)


def test_message_without_params_keeps_its_percent_sign() -> None:
    assert DomainError("rate", "Bunga 6 %.").message == "Bunga 6 %."


def test_single_invalid_input_lists_itself() -> None:
    error = InvalidInput("empty", "Isi nama.", field="name")
    assert error.errors == [FieldError("empty", "name", "Isi nama.")]


def test_many_errors_are_all_listed_and_the_first_is_the_message() -> None:
    faults = [FieldError("empty", "name", "Isi nama."), FieldError("nik_date", "nik", "Periksa.")]
    error = InvalidInput.many(faults)
    assert error.errors == faults
    assert (error.code, error.field, error.message) == ("empty", "name", "Isi nama.")


def test_many_needs_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        InvalidInput.many([])


def test_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(Conflict("stale", "Sudah berubah.", params={"at": 1})))
    assert (error.code, error.params) == ("stale", {"at": 1})
