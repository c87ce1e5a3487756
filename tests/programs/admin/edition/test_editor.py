"""The editor of editions: one section at a time, one row at a time, names instead of codes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from programs.admin.edition.sections import sections
from programs.messages.conditions import EditionNames
from programs.models import Edition, ReasonText, Requirement
from programs.policies.edition_tables import EDITION_TABLES
from programs.selectors.edition_rows import version_of
from programs.selectors.editions import faults
from programs.services.editions import publish
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.programs.admin.editor import (
    LIST,
    body_of,
    draft_after,
    row_address,
    save,
    section_address,
)

pytestmark = pytest.mark.django_db
BASIS = "Permenko Perekonomian 1/2026"


def rule_address(draft: Edition, key: str) -> str:
    return row_address(draft, "angka", draft.rules.get(key=key).pk)


class TestSections:
    def test_each_lists_its_rows_by_name_and_shows_no_code(
        self, client: Client, draft: Edition
    ) -> None:
        codes = {"requested_amount", "npwp_required_above", "request_revision", "pass_stage"}
        for section in sections():
            page = client.get(section_address(draft, section.slug))
            words = text_of(page).partition("Keluar")[2]
            rows = getattr(draft, EDITION_TABLES[section.table].relation)
            assert page.content.decode().count('id="baris-') == rows.count() > 0
            # Options of the selects hold codes as values, never as text.
            assert [code for code in codes if code in words] == []

    def test_figures_have_units_and_conditions_are_sentences(
        self, client: Client, draft: Edition
    ) -> None:
        figures = text_of(client.get(section_address(draft, "angka")))
        assert "Bunga efektif (anuitas) 6 % per tahun seluruh provinsi" in figures
        assert "Pinjaman paling banyak Rp100.000.000" in figures
        documents = text_of(client.get(section_address(draft, "dokumen")))
        assert "lebih dari Rp50.000.000 (NPWP wajib bila pinjaman di atas)" in documents

    def test_queries_do_not_grow_with_rows(
        self, client: Client, draft: Edition, django_assert_num_queries: Any
    ) -> None:
        address = section_address(draft, "alasan")
        client.get(address)
        kept = draft.reason_texts.all()[0]
        draft.reason_texts.exclude(pk=kept.pk).delete()
        with django_assert_num_queries(QUERIES):
            client.get(address)
        for number in range(2):
            ReasonText.objects.create(
                edition=draft,
                transition="approve",
                code=f"lagi-{number}",
                text_id="a",
                text_en="a",
                position=50 + number,
            )
        with django_assert_num_queries(QUERIES):
            client.get(address)

    def test_an_unknown_section_or_row_is_not_found(self, client: Client, draft: Edition) -> None:
        other = Edition.objects.exclude(pk=draft.pk).latest("pk").rules.first()
        assert other is not None
        for address in (
            section_address(draft, "apa"),
            row_address(draft, "angka", other.pk),
            row_address(draft, "angka", 10**19),
            f"{LIST}{10**19}/bagian/angka/",
        ):
            assert client.get(address).status_code == 404, address

    @pytest.mark.parametrize("role", [Role.VERIFIER, Role.STAFF])
    def test_only_a_lead_opens_them(self, role: Role, draft: Edition) -> None:
        other = web_client(OfficialFactory(role=role, regency=None))
        rule = draft.rules.get(key="annual_rate")
        address = row_address(draft, "angka", rule.pk)
        for page in (address, f"{address}hapus/", section_address(draft, "angka")):
            assert other.get(page).status_code == 403
        assert other.post(address, {"value": "9 %", "versi": version_of(rule)}).status_code == 403
        assert other.post(f"{address}hapus/", {"versi": version_of(rule)}).status_code == 403

    def test_a_published_edition_is_only_read(
        self, client: Client, lead: User, draft: Edition
    ) -> None:
        rule = draft.rules.get(key="annual_rate")
        body = body_of(client.get(row_address(draft, "angka", rule.pk)))
        publish(lead, draft.pk)
        for address in (
            row_address(draft, "angka", rule.pk),
            f"{row_address(draft, 'angka', rule.pk)}hapus/",
            f"{section_address(draft, 'alasan')}tambah/",
            f"{LIST}{draft.pk}/ringkasan/",
        ):
            answer = client.post(address, {**body, "value": "9 %"})
            assert answer.headers["Location"] == f"{LIST}{draft.pk}/change/"
        assert "sudah diterbitkan" in text_of(client.get(f"{LIST}{draft.pk}/change/"))
        rule.refresh_from_db()
        assert rule.value == "0.06"


QUERIES = 15


class TestFigures:
    @pytest.mark.sampled
    @pytest.mark.parametrize(
        ("key", "typed", "stored"),
        [
            ("annual_rate", "7 %", "0.07"),
            ("annual_rate", "6,5", "0.065"),
            ("annual_rate", "0,5 %", "0.005"),
            ("annual_rate", "", None),
            ("amount_max", "Rp50.000.000", 50_000_000),
            ("amount_max", "50000000", 50_000_000),
            ("tenor_max_working_capital", "36 bulan", 36),
            ("civil_servant_barred", "tidak", False),
            ("borrowers", ["person"], ["person"]),
            ("borrowers", [], None),
        ],
    )
    def test_are_written_as_people_write_them(
        self, key: str, typed: Any, stored: Any, client: Client, draft: Edition
    ) -> None:
        assert save(client, rule_address(draft, key), value=typed).status_code == 302
        assert draft.rules.get(key=key).value == stored

    @pytest.mark.sampled
    @pytest.mark.parametrize(
        ("key", "typed", "said"),
        [
            ("annual_rate", "700 %", "Bunga paling tinggi 100 %."),
            ("annual_rate", "tujuh", "Tulis persen per tahun"),
            ("annual_rate", "0,06", "Tulis dengan tanda persen"),
            ("annual_rate", "NaN", "Tulis persen per tahun"),
            ("annual_rate", "1e-999999 %", "Tulis persen per tahun"),
            ("amount_max", "-1", "Tidak boleh kurang dari nol."),
            ("amount_max", "ya", "Tulis angka bulat tanpa huruf"),
            ("amount_max", "Rp" + "9" * 20, "Periksa lagi jumlah nolnya."),
            ("civil_servant_barred", "mungkin", "Masukkan pilihan yang valid"),
            ("borrowers", ["bank"], "Masukkan pilihan yang valid"),
        ],
    )
    def test_a_value_that_does_not_fit_is_refused_with_what_was_typed(
        self, key: str, typed: Any, said: str, client: Client, draft: Edition
    ) -> None:
        before = draft.rules.get(key=key).value
        answer = save(client, rule_address(draft, key), value=typed)
        assert answer.status_code == 200
        assert said in text_of(answer)
        assert answer.context["form"]["value"].value() == typed
        assert draft.rules.get(key=key).value == before

    def test_another_unit_gives_the_value_another_field(
        self, client: Client, draft: Edition
    ) -> None:
        address = rule_address(draft, "annual_rate")
        drawn = save(client, address, unit="rupiah", _perbarui="1")
        assert drawn.status_code == 200
        assert drawn.context["form"].errors_by_id() == []
        assert drawn.context["form"].fields["value"].prefix == "Rp"
        save(client, address, unit="rupiah", value="1.500")
        rule = draft.rules.get(key="annual_rate")
        assert (rule.unit, rule.value) == ("rupiah", 1500)

    def test_a_known_figure_is_added_by_name(self, client: Client, draft: Edition) -> None:
        page = client.get(section_address(draft, "angka"))
        starts = {start.code: start.label for start in page.context["starts"]}
        assert starts["access_cap_other"] == "Paling banyak menerima KUR (sektor lain)"
        address = f"{section_address(draft, 'angka')}tambah/?dari=access_cap_other"
        assert save(client, address, value="2").status_code == 302
        rule = draft.rules.get(key="access_cap_other")
        assert (rule.value, rule.unit, rule.legal_basis) == (2, "kali", BASIS)
        assert not rule.is_verified
        assert faults(draft) == []

    def test_a_figure_of_one_region_stands_beside_that_of_the_province(
        self, client: Client, draft: Edition
    ) -> None:
        address = f"{section_address(draft, 'angka')}tambah/?dari=amount_max"
        assert "regency" in save(client, address, value="5.000").context["form"].errors
        assert save(client, address, value="5.000", regency="35.78").status_code == 302
        assert draft.rules.filter(key="amount_max").count() == 2
        assert EditionNames(draft).rule("amount_max") == "Pinjaman paling banyak (Rp100.000.000)"
        again = save(client, address, value="6.000", regency="35.78")
        assert "Baris seperti ini sudah ada" in text_of(again)

    @pytest.mark.parametrize("start", ["", "apa", "amount_max,", "x" * 500])
    def test_a_figure_that_no_rule_reads_is_not_added(
        self, start: str, client: Client, draft: Edition
    ) -> None:
        address = f"{section_address(draft, 'angka')}tambah/"
        assert client.get(address, {"dari": start}).status_code == 302
        assert client.post(address, {"value": "1"}).status_code == 302
        assert draft.rules.filter(key=start).count() == 0


class TestVerification:
    def test_a_changed_figure_is_not_verified_any_longer(
        self, client: Client, draft: Edition
    ) -> None:
        assert draft.rules.get(key="annual_sales_max").is_verified
        save(client, rule_address(draft, "annual_sales_max"), value="5.000.000.000")
        rule = draft.rules.get(key="annual_sales_max")
        assert (rule.is_verified, rule.confidence) == (False, "M")

    def test_other_words_change_nothing_about_it(self, client: Client, draft: Edition) -> None:
        save(client, rule_address(draft, "annual_sales_max"), label_en="Sales of a year")
        rule = draft.rules.get(key="annual_sales_max")
        assert (rule.is_verified, rule.confidence, rule.label_en) == (
            True,
            "H",
            "Sales of a year",
        )

    def test_who_read_it_verifies_it_with_the_source(
        self, client: Client, lead: User, draft: Edition
    ) -> None:
        address = rule_address(draft, "annual_rate")
        refused = save(client, address, value="7 %", is_read="on", source_url="")
        assert "Tulis sumber yang Anda baca." in text_of(refused)
        save(client, address, value="7 %", is_read="on", source_url="jdih.ekon.go.id")
        rule = draft.rules.get(key="annual_rate")
        assert (rule.value, rule.verified_by, rule.is_verified) == ("0.07", lead, True)


class TestQuestionsAndDocuments:
    def test_a_document_with_a_condition(self, client: Client, draft: Edition) -> None:
        address = f"{section_address(draft, 'dokumen')}tambah/"
        words = {
            "label_id": "Denah lokasi",
            "label_en": "Site plan",
            "condition-0-fact": "requested_amount",
            "condition-0-op": "above",
            "condition-0-value": "Rp25.000.000",
            "condition-1-fact": "borrower",
            "condition-1-picked": ["group", "cooperative"],
            "legal_basis": BASIS,
        }
        answer = save(client, address, **words)
        assert answer.status_code == 302, text_of(answer)
        row = draft.requirements.get(code="site_plan")
        assert row.condition == {
            "all": [
                {"fact": "requested_amount", "op": "above", "value": 25_000_000},
                {"fact": "borrower", "op": "in", "value": ["group", "cooperative"]},
            ]
        }
        assert (row.document_kind, row.is_required, row.confidence) == ("site_plan", True, "L")
        page = text_of(client.get(section_address(draft, "dokumen")))
        assert (
            "lebih dari Rp25.000.000 dan jenis peminjam salah satu dari kelompok usaha, koperasi"
            in page
        )
        assert faults(draft) == []

    def test_choices_follow_the_question_that_is_picked(
        self, client: Client, draft: Edition
    ) -> None:
        address = row_address(draft, "dokumen", draft.requirements.get(code="ktp").pk)
        drawn = save(client, address, **{"condition-0-fact": "purpose", "_perbarui": "1"})
        first, second = drawn.context["form"].parts["condition"].rows
        assert "modal kerja" in str(first["picked"]).lower()
        assert [*second.fields] == ["fact"]
        wrong = save(client, address, **{"condition-0-fact": "purpose"})
        assert wrong.context["form"].parts["condition"].rows[0].errors

    @pytest.mark.sampled
    @pytest.mark.parametrize(
        "sent",
        [
            {"condition-0-fact": "apa"},
            {"condition-0-fact": "requested_amount", "condition-0-op": "above"},
            {
                "condition-0-fact": "requested_amount",
                "condition-0-op": "above",
                "condition-0-value": "1",
                "condition-0-rule": "npwp_required_above",
            },
            {
                "condition-0-fact": "requested_amount",
                "condition-0-op": "above",
                "condition-0-rule": "annual_rate",
            },
            {"condition-0-fact": "borrower", "condition-0-picked": ["bank"]},
            {"condition-0-fact": "has_npwp", "condition-0-picked": "mungkin"},
        ],
    )
    def test_a_condition_that_cannot_be_is_refused(
        self, sent: Mapping[str, Any], client: Client, draft: Edition
    ) -> None:
        address = row_address(draft, "dokumen", draft.requirements.get(code="ktp").pk)
        assert save(client, address, **sent).status_code == 200
        assert draft.requirements.get(code="ktp").condition is None

    @pytest.mark.sampled
    @pytest.mark.parametrize(
        "raw",
        ["{", "[]", '{"fact": 1}', '{"fact": "x", "op": "like", "value": 1}', "[" * 4000, "NaN",
         '{"fact": "requested_amount", "op": "is", "value": "\\u0000"}'],
    )  # fmt: skip
    def test_what_has_no_choices_is_a_text_with_clear_faults(
        self, raw: str, client: Client, draft: Edition
    ) -> None:
        row = draft.requirements.get(code="ktp")
        Requirement.objects.filter(pk=row.pk).update(condition={"fact": "x", "op": "like"})
        check = client.get(f"{LIST}{draft.pk}/terbitkan/")
        assert "Syarat pada “KTP” tidak dapat dibaca." in text_of(check)
        address = row_address(draft, "dokumen", row.pk)
        answer = save(client, address, **{"condition-raw": raw})
        assert answer.status_code == 200
        assert save(client, address, **{"condition-raw": ""}).status_code == 302
        assert draft.requirements.get(code="ktp").condition is None

    def test_a_question_on_a_new_page_with_options(self, client: Client, draft: Edition) -> None:
        words = {
            "label_id": "Untuk apa alatnya?",
            "label_en": "What is the tool for?",
            "type": "choice",
            "page": "",
            "group_title_id": "Alat",
            "group_title_en": "Tools",
            "options-0-label_id": "Menjahit",
            "options-0-label_en": "Sewing",
            "options-1-label_id": "Membatik",
            "options-1-label_en": "Batik",
        }
        answer = save(client, f"{section_address(draft, 'pertanyaan')}tambah/", **words)
        assert answer.status_code == 302, text_of(answer)
        row = draft.questions.get(code="what_is_the_tool_for")
        assert row.options == [
            {"value": "sewing", "label_id": "Menjahit", "label_en": "Sewing"},
            {"value": "batik", "label_id": "Membatik", "label_en": "Batik"},
        ]
        assert (row.group, row.group_title) == ("tools", "Alat")
        check = client.get(f"{LIST}{draft.pk}/terbitkan/")
        address = row_address(draft, "pertanyaan", row.pk)
        assert "Pertanyaan “Untuk apa alatnya?” tidak dipakai" in text_of(check)
        assert f'href="{address}"' in check.content.decode()
        save(client, address, **{"options-0-label_id": "", "options-0-label_en": ""})
        assert [o["value"] for o in draft.questions.get(pk=row.pk).options] == ["batik"]

    def test_a_title_holds_for_the_whole_page(self, client: Client, draft: Edition) -> None:
        first = draft.questions.first()
        assert first is not None
        save(client, row_address(draft, "pertanyaan", first.pk), group_title_id="Pinjaman Anda")
        titles = draft.questions.filter(group=first.group).values_list("group_title_id", flat=True)
        assert {*titles} == {"Pinjaman Anda"}

    def test_what_a_rule_reads_keeps_its_kind_and_codes(
        self, client: Client, draft: Edition
    ) -> None:
        row = draft.questions.get(code="purpose")
        before = [option["value"] for option in row.options]
        save(client, row_address(draft, "pertanyaan", row.pk), type="text")
        row.refresh_from_db()
        assert (row.type, [option["value"] for option in row.options]) == ("choice", before)

    def test_a_question_of_several_choices_keeps_its_options(
        self, client: Client, draft: Edition
    ) -> None:
        row = draft.questions.get(code="credit_history")
        before = [option["value"] for option in row.options]
        address = row_address(draft, "pertanyaan", row.pk)
        answer = save(client, address, **{"options-0-label_id": "KUR di bank tujuan"})
        assert answer.status_code == 302
        row.refresh_from_db()
        assert (row.type, [option["value"] for option in row.options]) == ("choices", before)
        assert row.options[0]["label_id"] == "KUR di bank tujuan"


class TestStagesAndWords:
    def test_a_stage_of_the_office_has_an_exit_and_a_clock(
        self, client: Client, draft: Edition
    ) -> None:
        row = draft.stages.get(code="verification")
        address = row_address(draft, "tahap", row.pk)
        answer = save(client, address, exit="", working_days="")
        assert {*answer.context["form"].errors} == {"exit", "working_days"}
        for days in ("-1", "366", "1.5", "tiga"):
            assert save(client, address, working_days=days).status_code == 200
        assert save(client, address, working_days="3").status_code == 302
        assert draft.stages.get(pk=row.pk).working_days == 3

    def test_a_stage_moves(self, client: Client, draft: Edition) -> None:
        codes = list(draft.stages.values_list("code", flat=True))
        row, last = draft.stages.get(code=codes[0]), draft.stages.last()
        assert last is not None
        save(client, row_address(draft, "tahap", row.pk), place=str(last.pk))
        assert list(draft.stages.values_list("code", flat=True)) == [*codes[1:], codes[0]]
        save(client, row_address(draft, "tahap", row.pk), place="first")
        assert list(draft.stages.values_list("code", flat=True)) == codes

    def test_a_reason_is_added_and_deleted_after_asking(
        self, client: Client, draft: Edition
    ) -> None:
        sent = {
            "transition": "reject",
            "opinion": "negative",
            "text_id": "Usaha belum berjalan.",
            "text_en": "The business does not run yet.",
        }
        assert save(client, f"{section_address(draft, 'alasan')}tambah/", **sent).status_code == 302
        row = draft.reason_texts.get(text_id="Usaha belum berjalan.")
        assert (row.transition, row.opinion, row.code) == (
            "reject",
            "negative",
            "the_business_does_not_run_yet",
        )
        address = f"{row_address(draft, 'alasan', row.pk)}hapus/"
        asked = client.get(address)
        assert "Usaha belum berjalan." in text_of(asked)
        assert draft.reason_texts.filter(pk=row.pk).exists()
        done = client.post(address, {"versi": asked.context["version"]}, follow=True)
        assert "“Usaha belum berjalan.” dihapus." in text_of(done)
        assert not draft.reason_texts.filter(pk=row.pk).exists()
        logged = LogEntry.objects.filter(object_id=str(draft.pk)).order_by("pk")
        assert [entry.get_change_message() for entry in logged] == [
            "Alasan siap pakai “Usaha belum berjalan.” ditambahkan.",
            "Alasan siap pakai “Usaha belum berjalan.” dihapus.",
        ]

    def test_a_correction_has_no_direction(self, client: Client, draft: Edition) -> None:
        row = draft.reason_texts.filter(transition="request_revision")[0]
        answer = save(client, row_address(draft, "alasan", row.pk), opinion="negative")
        assert "opinion" in answer.context["form"].errors

    @pytest.mark.parametrize("text", ["", " ", "a" * 401])
    def test_a_text_that_cannot_be_stored(self, text: str, client: Client, draft: Edition) -> None:
        row = draft.reason_texts.all()[0]
        answer = save(client, row_address(draft, "alasan", row.pk), text_id=text)
        assert "text_id" in answer.context["form"].errors


class TestTwoLeads:
    def test_the_second_is_told_and_loses_nothing(self, client: Client, draft: Edition) -> None:
        address = rule_address(draft, "annual_rate")
        first, second = client.get(address), client.get(address)
        assert client.post(address, {**body_of(first), "value": "7 %"}).status_code == 302
        told = client.post(address, {**body_of(second), "value": "8 %"})
        assert told.status_code == 409
        assert "baris ini diubah orang lain" in text_of(told)
        assert "7 % per tahun" in text_of(told)
        assert told.context["form"]["value"].value() == "8 %"
        assert draft.rules.get(key="annual_rate").value == "0.07"
        # The figure is no longer verified, so a browser offers the next lower confidence.
        again = client.post(address, {**body_of(told), "value": "8 %", "confidence": "M"})
        assert again.status_code == 302
        assert draft.rules.get(key="annual_rate").value == "0.08"

    def test_a_row_that_is_gone_can_be_added_again(self, client: Client, draft: Edition) -> None:
        row = draft.requirements.get(code="ktp")
        address = row_address(draft, "dokumen", row.pk)
        body = {**body_of(client.get(address)), "help_id": "Foto yang terang."}
        client.post(f"{address}hapus/", {"versi": version_of(row)})
        told = client.post(address, body)
        assert told.status_code == 409
        assert "sudah dihapus orang lain" in text_of(told)
        assert client.post(told.context["action"], body).status_code == 302
        assert draft.requirements.get(code="ktp").help_id == "Foto yang terang."
        assert client.get(address).status_code == 404

    def test_a_deletion_of_what_changed_is_refused(self, client: Client, draft: Edition) -> None:
        row = draft.rules.get(key="annual_rate")
        seen = version_of(row)
        save(client, row_address(draft, "angka", row.pk), value="7 %")
        address = f"{row_address(draft, 'angka', row.pk)}hapus/"
        told = client.post(address, {"versi": seen}, follow=True)
        assert "diubah orang lain" in text_of(told)
        assert draft.rules.filter(pk=row.pk).exists()

    def test_the_summary_too(self, client: Client, draft: Edition) -> None:
        address = f"{LIST}{draft.pk}/ringkasan/"
        seen = body_of(client.get(address))
        assert client.post(address, {**seen, "valid_from": "2027-02-01"}).status_code == 302
        told = client.post(address, {**seen, "valid_from": "2027-03-01"})
        assert told.status_code == 409
        draft.refresh_from_db()
        assert draft.valid_from == date(2027, 2, 1)


class TestSummary:
    def test_another_regulation_is_that_of_its_rows(self, client: Client, draft: Edition) -> None:
        address = f"{LIST}{draft.pk}/ringkasan/"
        based = draft.rules.filter(legal_basis=BASIS).count()
        assert based > 0
        assert save(client, address, legal_basis="Permenko 9/2027").status_code == 302
        rate = draft.rules.get(key="annual_rate")
        assert (rate.legal_basis, rate.article, rate.is_verified) == ("Permenko 9/2027", "", False)
        save(client, address, legal_basis="Permenko 10/2027", rows_follow=None)
        assert draft.rules.filter(legal_basis="Permenko 9/2027").count() == based

    @pytest.mark.sampled
    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"code": "2026"}, "code"),
            ({"code": "a b"}, "code"),
            ({"valid_from": ""}, "valid_from"),
            ({"valid_from": "31/02/2027"}, "valid_from"),
            ({"valid_to": "2026-12-31"}, "valid_to"),
            ({"closes_on": "2027-02-01"}, "opens_on"),
            ({"opens_on": "2027-03-01", "closes_on": "2027-02-01"}, "closes_on"),
            ({"legal_basis": "x" * 201}, "legal_basis"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, sent: Mapping[str, str], field: str, client: Client, draft: Edition
    ) -> None:
        answer = save(client, f"{LIST}{draft.pk}/ringkasan/", **sent)
        assert answer.status_code == 200
        assert field in answer.context["form"].errors


class TestComparison:
    def test_old_and_new_stand_side_by_side(self, client: Client, draft: Edition) -> None:
        save(client, rule_address(draft, "annual_rate"), value="7 %")
        draft.reason_texts.filter(code="unreadable").delete()
        Requirement.objects.create(
            edition=draft, code="plan", document_kind="plan", label_id="Denah", label_en="Plan",
            legal_basis="SK 1", position=90,
        )  # fmt: skip
        page = client.get(f"{LIST}{draft.pk}/terbitkan/")
        words = text_of(page)
        assert "Yang berubah dari versi 2026" in words
        assert (
            "Bunga efektif (anuitas) diubah Isi Sebelumnya Sekarang "
            "Nilai 6 % per tahun 7 % per tahun"
        ) in words
        assert "Denah baru" in words
        assert (
            "Foto dokumen tidak terbaca. Unggah ulang foto yang terang dan tidak terpotong. dihapus"
            in words
        )
        assert "Pinjaman paling banyak" not in words

    def test_rows_that_change_only_their_regulation_are_counted(
        self, client: Client, lead: User, current: Edition
    ) -> None:
        draft = draft_after(lead, current, date(2027, 1, 1), basis="Permenko 9/2027")
        comparison = client.get(f"{LIST}{draft.pk}/terbitkan/").context["comparison"]
        assert [len(part.changes) for part in comparison.sections] == [0] * len(comparison.sections)
        assert comparison.sections[0].only_source

    def test_officials_read_it_on_a_published_edition(self, lead: User, draft: Edition) -> None:
        save(web_client(lead), rule_address(draft, "annual_rate"), value="7 %")
        publish(lead, draft.pk)
        page = web_client(OfficialFactory()).get(f"{LIST}{draft.pk}/change/")
        assert "Nilai 6 % per tahun 7 % per tahun" in text_of(page)


def test_models_have_no_row_without_a_section() -> None:
    assert {section.table for section in sections()} == {*EDITION_TABLES}
