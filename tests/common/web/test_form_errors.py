"""Refusals of a service beside the fields of a form."""

from django import forms

from common.errors import Conflict, FieldError, InvalidInput
from common.web.form_errors import show_errors


class DoorForm(forms.Form):
    """A form with two fields."""

    number = forms.CharField()
    file_1 = forms.CharField()


def errors_after(error: InvalidInput | Conflict | FieldError) -> dict[str, list[str]]:
    form = DoorForm({"number": "7", "file_1": "a"})
    show_errors(form, error, names={"file": "file_1"})
    return {name: [str(each) for each in said] for name, said in form.errors.items()}


def test_every_fault_stands_beside_its_field_or_above_the_form() -> None:
    faults = [
        FieldError("bad", "number", "Nomor salah."),
        FieldError("gone", "elsewhere", "Sudah tidak ada."),
        FieldError("large", "file", "Terlalu besar."),
    ]
    assert errors_after(InvalidInput.many(faults)) == {
        "number": ["Nomor salah."],
        "__all__": ["Sudah tidak ada."],
        "file_1": ["Terlalu besar."],
    }
    assert errors_after(Conflict("taken", "Dipakai %(n)s.", field="number", params={"n": 3})) == {
        "number": ["Dipakai 3."]
    }
    assert errors_after(faults[0]) == {"number": ["Nomor salah."]}
    assert errors_after(Conflict("late", "Terlambat.")) == {"__all__": ["Terlambat."]}
