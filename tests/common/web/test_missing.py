"""What a form says of a field that was left empty."""

from typing import Any

from django import forms
from django.utils import translation

from accounts.web.forms import LoginForm, SignupForm
from accounts.web.phone_forms import CodeForm, PhoneForm, PhoneSignUpForm
from common.web.missing import NamesMissingFields


class _Form(NamesMissingFields):
    said = forms.CharField(label="Alasan", error_messages={"required": "Tulis alasannya."})
    name = forms.CharField(label="Nama")


def messages_of(form: Any) -> dict[str, str]:
    return {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}


def test_the_empty_field_is_named_and_own_words_stay() -> None:
    form = _Form({})
    form.fields["name"].label = "Nama lengkap"
    assert messages_of(form) == {
        "said": "Tulis alasannya.",
        "name": "Nama lengkap belum diisi. Isi kolom ini.",
    }
    with translation.override("en"):
        assert messages_of(_Form({}))["name"] == "Nama is empty. Fill in this field."


def test_whoever_signs_in_or_up_reads_what_is_missing() -> None:
    for form in (
        PhoneForm({}),
        CodeForm({}),
        PhoneSignUpForm({}, is_shared=True),
        SignupForm({}),
        LoginForm({}),
    ):
        said = messages_of(form)
        assert said
        assert "harus diisi" not in " ".join(said.values())
    assert messages_of(SignupForm({}))["password1"] == "Kata sandi belum diisi. Isi kolom ini."
