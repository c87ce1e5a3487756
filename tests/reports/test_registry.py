"""Every report opens in every format and language."""

import pytest
from django.test import Client

from accounts.enums import Role
from reports.definitions.registry import REPORTS
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import cast_of, make_application


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_opens(name: str, file_format: str, language: str) -> None:
    make_application(cast_of(), stage="verification")
    client = Client()
    client.force_login(OfficialFactory(role=Role.STAFF, regency=None))
    client.cookies["django_language"] = language
    response = client.get(f"/api/v1/reports/{name}/", {"format": file_format})
    assert response.status_code == 200
    assert response.getvalue()
