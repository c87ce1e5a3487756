"""What nobody has verified: counted on one page, verified row by row by a lead."""

from typing import Any

import pytest

from accounts.enums import Role
from programs.models import Edition, Requirement, Rule, Stage
from programs.selectors.unverified import rows_to_verify, unverified
from reference.models import LegalParameter
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
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


class TestOneRowAfterTheOther:
    BASIS = "Permenko 77/2030"

    @pytest.fixture
    def rows(self) -> list[Any]:
        """Return two figures and a stage of one regulation, as they are read: by edition."""
        edition = Edition.objects.get(scheme__code="kur-mikro", code="2026")
        rows: list[Any] = [*edition.rules.all()[:2], edition.stages.all()[0]]
        for row in rows:
            row.legal_basis, row.confidence = self.BASIS, "M"
            row.verified_at = row.verified_by = None
            row.save()
        return rows

    @staticmethod
    def _address(row: Any) -> str:
        return f"/admin/programs/{row._meta.model_name}/{row.pk}/change/"

    def test_a_source_leads_from_row_to_row_until_none_is_left(self, rows: list[Any]) -> None:
        client = web_client(OfficialFactory(role=Role.ADMIN, regency=None))
        page = client.get(PAGE)
        source = next(s for s, _url in page.context["sources"] if s.legal_basis == self.BASIS)
        assert (source.low, source.medium) == (0, 3)
        opened = client.get(PAGE, {"sumber": self.BASIS})
        assert opened.headers["Location"] == self._address(rows[0])
        body = {"legal_basis": self.BASIS, "article": "Pasal 3", "source_url": "jdih.go.id/77"}
        for row, following, left in ((rows[0], rows[1], "2"), (rows[1], rows[2], "1")):
            shown = client.get(self._address(row))
            assert shown.context["next_url"] == self._address(following)
            done = client.post(self._address(row), body)
            assert done.headers["Location"] == self._address(following)
            said = text_of(client.get(self._address(following)))
            assert f"{left} baris lagi dari sumber ini." in said
            assert 'value="jdih.go.id/77"' in client.get(self._address(following)).content.decode()
        done = client.post(self._address(rows[2]), body)
        assert done.headers["Location"] == PAGE
        gone = client.get(PAGE, {"sumber": self.BASIS}, follow=True)
        assert "Tidak ada lagi yang belum diverifikasi" in text_of(gone)

    @pytest.mark.parametrize("source", ["tidak ada", "x" * 5000, "%s"])
    def test_an_unknown_source_leads_back(self, source: str) -> None:
        answer = web_client(OfficialFactory()).get(PAGE, {"sumber": source})
        assert answer.headers["Location"] == PAGE

    def test_officials_read_a_row_in_names_and_cannot_verify(self, rows: list[Any]) -> None:
        page = web_client(OfficialFactory()).get(self._address(rows[1]))
        assert "Verifikasi, lalu" not in text_of(page)
        assert rows[1].label in text_of(page)

    def test_reading_costs_the_same_for_one_row_and_three(
        self, rows: list[Any], django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(3):
            assert len(rows_to_verify(self.BASIS)) == 3
        Rule.objects.filter(pk=rows[0].pk).update(legal_basis="lain")
        Rule.objects.filter(pk=rows[1].pk).update(legal_basis="lain")
        with django_assert_num_queries(3):
            assert len(rows_to_verify(self.BASIS)) == 1
