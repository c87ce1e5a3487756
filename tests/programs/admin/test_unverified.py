"""What nobody has verified: counted on one page, verified row by row by a lead."""

import pytest

from accounts.enums import Role
from programs.models import Requirement, Rule, Stage
from programs.selectors.unverified import unverified
from reference.models import LegalParameter
from tests.applications.admin.backoffice import text_of, web_client
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.programs import make_application

pytestmark = pytest.mark.django_db
PAGE = "/admin/belum-diverifikasi/"


def test_every_table_of_the_law_is_counted_worst_first() -> None:
    lines = unverified()
    counted = {line.model: line for line in lines}
    assert {Rule, Requirement, Stage, LegalParameter} <= set(counted)
    assert [line.low for line in lines] == sorted((line.low for line in lines), reverse=True)
    rules = Rule.objects.filter(verified_at=None)
    assert counted[Rule].medium == rules.filter(confidence="M").count() > 0
    assert counted[Rule].empty == rules.filter(value__isnull=True).count() > 0


def test_the_page_leads_to_the_lists() -> None:
    client = web_client(OfficialFactory())
    words = text_of(client.get(PAGE))
    assert "belum dibaca pada naskah" in words
    for address in ("requirement/?verified=no", "stage/?verified=no", "rule/?verified=no"):
        assert f"/admin/programs/{address}" in client.get(PAGE).content.decode()
        assert client.get(f"/admin/programs/{address}").status_code == 200
    assert "/admin/reference/" not in client.get(PAGE).content.decode().split("<h1>")[1]
    superuser = web_client(UserFactory(is_superuser=True, is_staff=True))
    page = superuser.get(PAGE).content.decode()
    for model in ("reference/legalparameter", "reference/kblistep", "financing/sikpcode"):
        address = f"/admin/{model}/?confidence__exact=L"
        assert address in page
        assert superuser.get(address).status_code == 200


@pytest.mark.parametrize("model", [Requirement, Stage, Rule])
def test_a_lead_verifies_a_row_of_an_edition_in_use(model: type[Stage]) -> None:
    edition = make_application(state="submitted").edition
    row = model.objects.filter(edition=edition).exclude(confidence="H")[0]
    address = f"/admin/programs/{model._meta.model_name}/{row.pk}/change/"
    values = {
        "legal_basis": "Permenko Perekonomian 1/2026",
        "article": "Pasal 9",
        "source_url": "https://contoh.go.id/naskah.pdf",
    }
    assert web_client(OfficialFactory(role=Role.STAFF)).post(address, values).status_code == 403
    lead = OfficialFactory(role=Role.ADMIN, regency=None)
    assert web_client(lead).post(address, {**values, "source_url": ""}).status_code == 200
    row.refresh_from_db()
    assert not row.is_verified
    assert web_client(lead).post(address, values).status_code == 302
    row = model.objects.get(pk=row.pk)
    assert row.is_verified
    assert (row.verified_by, row.article) == (lead, "Pasal 9")
