"""Every scheme of the kind, from the public page to the decision, through HTTP."""

import pytest

from programs.models import Scheme
from programs.services.scheme_files import read_schemes
from tests.flows.every_scheme import is_decided

pytestmark = pytest.mark.django_db
SCHEMES = [
    code for code, content in read_schemes().items() if content["scheme"]["kind"] == "permit"
]


@pytest.mark.sampled
@pytest.mark.parametrize("code", SCHEMES)
def test_scheme_is_applied_for_and_decided(code: str) -> None:
    is_decided(code)


def test_all_of_the_kind_are_loaded() -> None:
    loaded = Scheme.objects.filter(kind="permit").order_by("code")
    assert list(loaded.values_list("code", flat=True)) == SCHEMES
