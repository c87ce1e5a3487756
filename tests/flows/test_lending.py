"""Every KUR and LPDB scheme, from the public page to the letter of the office, through HTTP."""

import pytest

from programs.services.scheme_files import read_schemes
from tests.flows.every_scheme import is_decided
from tests.flows.office_letter import is_signed

pytestmark = pytest.mark.django_db
SCHEMES = [
    code for code, content in read_schemes().items() if content["scheme"]["kind"] == "financing"
]


@pytest.mark.sampled
@pytest.mark.parametrize("code", SCHEMES)
def test_scheme_is_applied_for_decided_and_its_letter_signed(code: str) -> None:
    is_signed(is_decided(code))
