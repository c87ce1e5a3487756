"""Texts of a form with files are judged and cleaned as those of JSON."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from rest_framework.exceptions import ValidationError

from common.api.parsing import VisibleMultiPartParser


def parsed(**sent: Any) -> Any:
    request = RequestFactory().post("/", sent)
    context = {"request": request, "encoding": "utf-8"}
    return VisibleMultiPartParser().parse(request, request.META["CONTENT_TYPE"], context)


def test_a_form_comes_without_the_marks_that_nobody_sees() -> None:
    file = SimpleUploadedFile("a.pdf", b"%PDF-", "application/pdf")
    result = parsed(nib="\u200b1230000000004", kinds=["a\u00a0b", "１"], file=file)
    assert dict(result.data.lists()) == {"nib": ["1230000000004"], "kinds": ["a b", "1"]}
    assert result.files["file"].read() == b"%PDF-"


def test_what_cannot_be_stored_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        parsed(number="1\x002")
    assert list(refused.value.get_full_details()) == ["number"]
