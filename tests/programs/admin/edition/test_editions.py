"""A new edition: drafted from the one in force, checked, published, and frozen once in use."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.selectors.assessments import Assessment
from common.dates import clock
from programs.enums import EditionStatus
from programs.models import Edition, Rule, Scheme, Stage
from programs.selectors.catalogue import edition_on
from programs.selectors.editions import faults
from programs.services.editions import publish
from programs.services.loading import load_schemes
from programs.services.scheme_files import read_schemes
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import cast_of, make_application
from tests.programs.admin.editor import LIST, draft_after, row_address, save

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def next_version(lead: User, current: Edition, basis: str = "Permenko 9/2027") -> Edition:
    return draft_after(lead, current, date(2027, 1, 1), basis=basis)


class TestDraft:
    def test_holds_every_row_of_the_one_before(self, lead: User, current: Edition) -> None:
        draft = next_version(lead, current, current.legal_basis)
        for name in ("rules", "questions", "requirements", "stages", "letters", "reason_texts"):
            assert getattr(draft, name).count() == getattr(current, name).count() > 0
        assert draft.rules.get(key="annual_sales_max").is_verified
        assert faults(draft) == []

    def test_another_regulation_is_unverified_until_read(
        self, lead: User, current: Edition
    ) -> None:
        rate = next_version(lead, current).rules.get(key="annual_rate")
        assert (rate.legal_basis, rate.article, rate.is_verified) == ("Permenko 9/2027", "", False)

    def test_is_not_in_force(self, lead: User, current: Edition) -> None:
        next_version(lead, current)
        assert edition_on("kur-mikro", date(2027, 2, 1)) == current

    @pytest.mark.parametrize("role", [Role.VERIFIER, Role.DECIDER, Role.STAFF])
    def test_others_neither_draft_nor_publish(
        self, role: Role, lead: User, current: Edition
    ) -> None:
        draft = next_version(lead, current)
        client = web_client(OfficialFactory(role=role, regency=None))
        assert client.get(f"{LIST}{current.pk}/berikutnya/").status_code == 403
        assert client.post(f"{LIST}{draft.pk}/terbitkan/").status_code == 403
        assert client.post(f"{LIST}{draft.pk}/change/", {}).status_code == 405


class TestPublish:
    def test_the_one_before_ends_the_day_before(self, lead: User, current: Edition) -> None:
        publish(lead, next_version(lead, current).pk)
        current.refresh_from_db()
        assert current.valid_to == date(2026, 12, 31)
        assert edition_on("kur-mikro", date(2026, 12, 31)).code == "2026"
        assert edition_on("kur-mikro", date(2027, 1, 1)).code == "2027"

    def test_an_application_sent_before_keeps_its_edition(
        self, lead: User, current: Edition
    ) -> None:
        cast = cast_of()
        sent = make_application(cast, state="submitted")
        publish(lead, next_version(lead, current).pk)
        with time_machine.travel("2027-02-01T09:00:00+07:00", tick=False):
            sent.refresh_from_db()
            assert sent.edition == current
            again = make_application(cast_of(), state="submitted")
            assert again.edition.code == "2027"

    def test_faults_prevent_it_and_are_shown(self, lead: User, current: Edition) -> None:
        draft = next_version(lead, current)
        draft.rules.filter(key="annual_rate").update(legal_basis="")
        draft.stages.filter(code="decision").update(second_person=False)
        page = text_of(web_client(lead).get(f"{LIST}{draft.pk}/terbitkan/"))
        assert "Ketentuan “Bunga efektif (anuitas)” tidak mempunyai dasar hukum." in page
        assert "Uang, surat, dan tempat memerlukan dua orang" in page
        assert "Terbitkan" not in page
        web_client(lead).post(f"{LIST}{draft.pk}/terbitkan/")
        draft.refresh_from_db()
        assert draft.status == EditionStatus.DRAFT

    @pytest.mark.parametrize("day", [date(2026, 11, 23), date(2025, 8, 1)])
    def test_never_begins_in_the_past(self, day: date, lead: User, current: Edition) -> None:
        draft = next_version(lead, current)
        Edition.objects.filter(pk=draft.pk).update(valid_from=day)
        page = web_client(lead).post(f"{LIST}{draft.pk}/terbitkan/")
        assert "berlaku paling cepat hari ini" in text_of(page)
        assert edition_on("kur-mikro", TODAY) == current

    def test_the_loader_does_not_change_it(self, lead: User, current: Edition) -> None:
        draft = publish(lead, next_version(lead, current).pk)
        Rule.objects.filter(edition=draft, key="annual_rate").update(value="0.07")
        load_schemes()
        current.refresh_from_db()
        assert current.valid_to == date(2026, 12, 31)
        assert edition_on("kur-mikro", date(2027, 1, 1)) == draft
        assert draft.rules.get(key="annual_rate").value == "0.07"


class TestFrozen:
    @pytest.fixture
    def used(self, current: Edition) -> Application:
        return make_application(cast_of(), state="submitted")

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE programs_rule SET value = '1' WHERE key = 'amount_max' AND edition_id = %s",
            "DELETE FROM programs_question WHERE edition_id = %s",
            "UPDATE programs_stage SET working_days = 9 WHERE edition_id = %s",
            "UPDATE programs_requirement SET is_required = false WHERE edition_id = %s",
            "UPDATE programs_outcomeword SET word_id = 'x' WHERE edition_id = %s",
            "UPDATE letters_lettertemplate SET body_id = 'x' WHERE edition_id = %s",
            "UPDATE programs_edition SET valid_from = '2020-01-01' WHERE id = %s",
            "UPDATE programs_edition SET status = 'draft' WHERE id = %s",
        ],
    )
    def test_raw_sql_cannot_change_an_edition_in_use(self, change: str, used: Application) -> None:
        with (
            pytest.raises(IntegrityError, match="can only be succeeded"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change, [used.edition_id])

    def test_it_can_end_and_its_rows_can_be_verified(self, used: Application, lead: User) -> None:
        Edition.objects.filter(pk=used.edition_id).update(valid_to=date(2027, 6, 30))
        rule = used.edition.rules.get(key="tenor_max_investment")
        client = web_client(lead)
        address = f"/admin/programs/rule/{rule.pk}/change/"
        body = {"legal_basis": rule.legal_basis, "article": "Pasal 20", "source_url": ""}
        assert "source_url" in str(
            client.post(address, body).context["adminform"].form.errors.keys()
        )
        assert client.post(address, {**body, "source_url": "jdih.ekon.go.id"}).status_code == 302
        rule.refresh_from_db()
        assert (rule.is_verified, rule.verified_by, rule.article) == (True, lead, "Pasal 20")

    def test_an_empty_figure_can_be_filled(self) -> None:
        rule = Rule.objects.get(
            edition__scheme__code="kur-super-mikro", edition__code="2026", key="annual_rate"
        )
        make_application(cast_of(), state="submitted", scheme="kur-super-mikro", answers=_SMALL)
        Rule.objects.filter(pk=rule.pk).update(value="0.06", source_url="jdih.ekon.go.id")
        rule.refresh_from_db()
        assert rule.value == "0.06"

    def test_an_edition_not_in_use_follows_the_files(self, current: Edition) -> None:
        Stage.objects.filter(edition=current, code="decision").update(working_days=9)
        load_schemes()
        assert current.stages.get(code="decision").working_days == 1


_SMALL = {"requested_amount": 8_000_000}


class TestPages:
    def test_from_the_edition_in_force_to_the_next(self, lead: User, current: Edition) -> None:
        client = web_client(lead)
        assert "Susun versi berikutnya" in text_of(client.get(f"{LIST}{current.pk}/change/"))
        body = {"code": "2027", "valid_from": "2027-01-01", "legal_basis": "Permenko 9/2027"}
        response = client.post(f"{LIST}{current.pk}/berikutnya/", body)
        draft = Edition.objects.get(scheme=current.scheme, code="2027")
        assert response.headers["Location"] == f"{LIST}{draft.pk}/change/"
        assert client.get(f"{LIST}{draft.pk}/change/").status_code == 200
        assert change(client, draft, "annual_rate", "7 %").status_code == 302
        assert draft.rules.get(key="annual_rate").value == "0.07"
        published = client.post(f"{LIST}{draft.pk}/terbitkan/", follow=True)
        assert "Diterbitkan; berlaku sejak Jumat, 1 Januari 2027." in text_of(published)

    def test_the_same_code_twice_is_refused(self, lead: User, current: Edition) -> None:
        body = {"code": "2026", "valid_from": "2027-01-01", "legal_basis": "x"}
        answer = web_client(lead).post(f"{LIST}{current.pk}/berikutnya/", body)
        assert "Versi dengan kode ini sudah ada" in text_of(answer)


def change(client: Client, draft: Edition, key: str, entered: str) -> Any:
    """Submit the form of one figure as it is shown, with another value."""
    row = draft.rules.get(key=key)
    return save(client, row_address(draft, "angka", row.pk), value=entered)


class TestNewProgramme:
    def test_begins_from_another_and_is_found_once_published(self, lead: User) -> None:
        client = web_client(lead)
        pattern = Edition.objects.get(scheme__code="pelatihan-ekspor")
        body = {
            "pattern": pattern.pk,
            "code": "pelatihan-batik",
            "name_id": "Pelatihan batik",
            "name_en": "Batik training",
            "summary_id": "Pelatihan pewarnaan alam.",
            "summary_en": "Training on natural dyes.",
            "number_prefix": "LATB",
            "agency_field": "cooperatives_sme",
        }
        response = client.post("/admin/programs/scheme/add/", body)
        scheme = Scheme.objects.get(code="pelatihan-batik")
        draft = scheme.editions.get()
        assert response.headers["Location"] == f"{LIST}{draft.pk}/change/"
        assert (scheme.kind, scheme.outcome, scheme.document_kind) == ("training", "seat", "")
        assert Client().get("/program/pelatihan-batik/").status_code == 404
        # Seats are taken during a dated call alone, which a copy does not inherit.
        Edition.objects.filter(pk=draft.pk).update(opens_on=clock.today())
        client.post(f"{LIST}{draft.pk}/terbitkan/")
        assert "Pelatihan batik" in text_of(Client().get("/program/"))
        sent = make_application(cast_of(), scheme="pelatihan-batik", answers={}, documents=False)
        assert sent.number.startswith("LATB-26-")

    def test_says_which_requirements_its_document_answers(self, lead: User) -> None:
        client, address = web_client(lead), "/admin/programs/scheme/add/"
        seat, record = (
            Edition.objects.filter(scheme__code=code).latest("valid_from").pk
            for code in ("pelatihan-ekspor", "spp-irt")
        )
        body = {
            "pattern": record,
            "code": "izin-batik",
            "name_id": "Izin batik",
            "name_en": "Batik permit",
            "summary_id": "Izin.",
            "summary_en": "Permit.",
            "number_prefix": "IZBT",
            "agency_field": "cooperatives_sme",
        }
        for wrong in (
            {"document_kind": "apa saja"},
            {"document_kind": "spp_irt", "pattern": seat},
            {"document_kind": "-", "pattern": seat},
            {"document_kind": "-", "code": "spp_irt"},
        ):
            answer = client.post(address, body | wrong)
            assert [*answer.context["adminform"].form.errors] == ["document_kind"], wrong
        for code, kind in (("izin-batik", "-"), ("izin-batik-lama", "halal_certificate")):
            sent = {"code": code, "number_prefix": f"IZ{code[-4:].upper()}", "document_kind": kind}
            assert client.post(address, body | sent).status_code == 302
        kinds = dict(
            Scheme.objects.filter(name_id="Izin batik").values_list("code", "document_kind")
        )
        assert kinds == {"izin-batik": "izin_batik", "izin-batik-lama": "halal_certificate"}

    def test_what_one_kind_alone_reads_is_asked_under_its_title(self, lead: User) -> None:
        client, address = web_client(lead), "/admin/programs/scheme/add/"
        seat, loan = (
            Edition.objects.filter(scheme__code=code).latest("valid_from").pk
            for code in ("pelatihan-ekspor", "kur-mikro")
        )
        (asked,) = (
            fieldset.name
            for fieldset in client.get(address).context["adminform"]
            if "uses_sikp" in fieldset.fields
        )
        assert asked == "Pembiayaan"
        body = {
            "name_id": "Dana bergulir",
            "name_en": "Revolving fund",
            "summary_id": "Pinjaman.",
            "summary_en": "Loan.",
            "agency_field": "cooperatives_sme",
        }
        wrong = {"pattern": seat, "code": "dana", "number_prefix": "DANA", "uses_sikp": "on"}
        answer = client.post(address, body | wrong)
        errors = answer.context["adminform"].form.errors
        assert errors == {"uses_sikp": ["Ini hanya untuk skema pembiayaan."]}
        for code, ticked in (("dana-a", {"uses_sikp": "on"}), ("dana-b", {})):
            sent = {"pattern": loan, "code": code, "number_prefix": f"DAN{code[-1].upper()}"}
            assert client.post(address, body | sent | ticked).status_code == 302
        made = Scheme.objects.filter(name_id="Dana bergulir").values_list("code", "uses_sikp")
        assert dict(made) == {"dana-a": True, "dana-b": False}

    @pytest.mark.parametrize("prefix", ["latb", "L", "TOOLONGPREFIX", "12"])
    def test_a_prefix_that_no_number_may_have(self, prefix: str, lead: User) -> None:
        answer = web_client(lead).post("/admin/programs/scheme/add/", {"number_prefix": prefix})
        assert "number_prefix" in answer.context["adminform"].form.errors
        assert Scheme.objects.count() == len(read_schemes())


def test_unverified_rules_come_least_certain_first(lead: User) -> None:
    page = text_of(web_client(lead).get("/admin/programs/rule/?verified=no"))
    worst = page.index("Bunga efektif")
    assert worst < page.index("Manual sistem jaminan produk halal")


def test_schemes_of_every_kind_are_in_the_list(lead: User) -> None:
    assert Scheme.objects.count() == len(read_schemes())


@pytest.mark.parametrize("change", [lambda figure: 0, lambda figure: figure // 2, lambda f: f * 9])
def test_a_later_edition_changes_no_earlier_application(
    lead: User, current: Edition, change: Callable[[int], int]
) -> None:
    sent = make_application(cast_of(), state="submitted")
    before = (Assessment(sent).verdict, sent.verdict, sent.due_on, sent.edition_id)
    later = next_version(lead, current)
    for rule in later.rules.all():
        if isinstance(rule.value, int) and not isinstance(rule.value, bool):
            rule.value = change(rule.value)
            rule.confidence = "H"
            rule.save()
    Edition.objects.filter(pk=current.pk).update(valid_to=date(2026, 12, 31))
    Edition.objects.filter(pk=later.pk).update(status=EditionStatus.PUBLISHED)
    with time_machine.travel("2027-02-01T09:00:00+07:00", tick=False):
        assert edition_on("kur-mikro", date(2027, 2, 1)) == later
        found = Application.objects.get(pk=sent.pk)
        assert (Assessment(found).verdict, found.verdict, found.due_on, found.edition_id) == before
