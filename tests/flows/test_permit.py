"""Every scheme of the kind, from the public page to a document that ends and is renewed."""

import pytest
import time_machine

from programs.models import Scheme
from programs.services.scheme_files import read_schemes
from tests.flows.every_scheme import is_decided
from tests.flows.permit_life import (
    days_after,
    is_finished,
    is_good,
    is_over,
    is_renewed,
    last_day,
    renewal_day,
)

pytestmark = pytest.mark.django_db
NOW = "2026-11-20 10:00+07:00"
SCHEMES = [
    code for code, content in read_schemes().items() if content["scheme"]["kind"] == "permit"
]


# Halal certificates and standards stay good; so does the office's word on a group.
ENDLESS = {"halal-self-declare", "halal-reguler", "sertifikat-standar", "surat-kelompok-usaha"}


@pytest.mark.sampled
@pytest.mark.parametrize("code", SCHEMES)
def test_a_document_is_applied_for_ends_and_is_renewed(code: str) -> None:
    with time_machine.travel(NOW, tick=False):
        decided = is_decided(code)
        is_finished(decided, code)
        permit = is_good(decided)
    if code in ENDLESS:
        assert permit.valid_until is None
        return
    with time_machine.travel(days_after(renewal_day(permit), 0), tick=False):
        renewed = is_renewed(code, decided, permit)
        is_finished(renewed, code, again=True)
    with time_machine.travel(days_after(last_day(permit), 2), tick=False):
        is_over(decided, permit)
        is_good(renewed)


def test_all_of_the_kind_are_loaded() -> None:
    loaded = Scheme.objects.filter(kind="permit").order_by("code")
    assert list(loaded.values_list("code", flat=True)) == SCHEMES
