"""What the schemes of permits ask, and whose office examines them."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from applications.messages.authority import authority_text
from applications.models import Application
from applications.permissions import may_claim
from applications.selectors.access import of_official
from applications.selectors.queue import in_scope, queue_of
from applications.services.drafts import clean_answers, create_draft, save_answers
from applications.services.transitions import perform
from common.errors import InvalidInput
from enterprises.models import Enterprise
from programs.selectors.catalogue import edition_today
from programs.selectors.lacks import lacks_of, needs_nib
from programs.services.scheme_files import read_schemes
from tests.applications.admin.backoffice import BACKEND, text_of
from tests.factories.accounts import OfficialFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programs import Cast, add_documents
from tests.factories.schemes import applicant_of, fitting_answers

pytestmark = pytest.mark.django_db


def test_halal_by_own_statement_needs_a_nib() -> None:
    edition = edition_today("halal-self-declare")
    assert needs_nib(edition)
    assert lacks_of(EnterpriseFactory(nib=None, sku_number="470/1/2026"), edition) == ["nib"]


def test_an_hs_code_is_stored_as_its_digits_and_refused_where_it_is_none() -> None:
    edition, enterprise = edition_today("ska"), EnterpriseFactory()
    assert clean_answers(edition, enterprise, {"hs_code": "9401.53.00"}) == {"hs_code": "94015300"}
    for wrong in ("94015", 9401, ["9401"], "kursi"):
        with pytest.raises(InvalidInput) as refused:
            clean_answers(edition, enterprise, {"hs_code": wrong})
        assert refused.value.errors[0].code == "not_an_hs_code"


def test_a_trademark_letter_serves_one_brand_with_its_classes_until_the_end_of_its_year() -> None:
    content = read_schemes()["merek-umk"]["edition"][-1]
    assert [q["code"] for q in content["question"] if q.get("identifies")] == ["brand"]
    classes = next(q for q in content["question"] if q["code"] == "nice_classes")
    assert [option["value"] for option in classes["options"]] == [str(n) for n in range(1, 46)]
    letter = content["letter"][0]
    assert letter["until_year_end"] is True
    for field in ("enterprise", "address", "brand", "nice_classes", "goods"):
        assert f"{{{field}}}" in letter["body_id"]


def _submitted(scheme: str, *, sales: int = 0, **answers: Any) -> Application:
    owner, enterprise = applicant_of(scheme)
    if sales:
        enterprise.annual_sales = sales
        enterprise.save()
    draft = create_draft(owner, scheme=scheme, enterprise_id=enterprise.pk)
    save_answers(owner, draft.pk, {**fitting_answers(draft.edition), **answers})
    add_documents(Cast(owner, owner, owner, owner, enterprise), draft)
    return perform(owner, draft.pk, "submit", data={"declaration": True})


def _examined_by(application: Application) -> list[str]:
    """Return whose verifier finds the file in the queue, may read it and may take it."""
    found = []
    for name, regency in (("regency", "35.78"), ("province", None), ("another", "35.15")):
        person = OfficialFactory(role=Role.VERIFIER, regency=regency)
        doors = {
            queue_of(person).filter(pk=application.pk).exists(),
            in_scope(person).filter(pk=application.pk).exists(),
            of_official(person).filter(pk=application.pk).exists(),
            bool(may_claim(person, application)),
        }
        assert len(doors) == 1
        found += [name] if doors == {True} else []
    return found


def test_by_class_a_micro_firm_stays_and_a_small_one_goes_to_the_province() -> None:
    small = _submitted("merek-umk", sales=2_000_000_001)
    assert _examined_by(small) == ["province"]
    assert authority_text(small).startswith("Diperiksa dinas provinsi, karena")
    micro = _submitted("merek-umk", sales=2_000_000_000)
    assert _examined_by(micro) == ["regency", "province"]
    assert authority_text(micro).startswith("Diperiksa dinas kabupaten/kota, karena")
    # What changes after the submission moves no file.
    Enterprise.objects.update(annual_sales=1)
    small.refresh_from_db()
    assert small.office_regency is None
    assert authority_text(small).startswith("Diperiksa dinas provinsi")


def test_a_group_with_members_elsewhere_goes_to_the_province() -> None:
    for elsewhere, offices in ((True, ["province"]), (False, ["regency", "province"])):
        application = _submitted("surat-kelompok-usaha", members_elsewhere=elsewhere)
        assert _examined_by(application) == offices


def test_the_page_of_a_file_says_whose_office_examines_it_and_why(client: Client) -> None:
    application = _submitted("merek-umk", sales=2_000_000_001)
    client.force_login(application.created_by, backend=BACKEND)
    page = text_of(client.get(f"/pengajuan/{application.pk}/"))
    assert "Diperiksa dinas provinsi, karena" in page
    assert "UU 23/2014, belum diverifikasi" in page
