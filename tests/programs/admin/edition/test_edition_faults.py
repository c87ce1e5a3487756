"""What the editor finds wrong in a draft: deleted questions, first days, figures, names, stages."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from common.errors import InvalidInput
from programs.messages.conditions import EditionNames
from programs.models import Edition, Question, Rule
from programs.selectors.edition_order import predecessor_of
from programs.selectors.editions import faults
from programs.services.editions import publish
from tests.applications.admin.backoffice import text_of
from tests.programs.admin.editor import LIST, draft_after, row_address, save, section_address

pytestmark = pytest.mark.django_db
OFFERED = {"fact": "collateral_offered", "op": "is", "value": True}


@pytest.fixture
def current() -> Edition:
    return Edition.objects.get(scheme__code="kur-kecil", code="2026")


def found(draft: Edition) -> list[tuple[str, str, int | None]]:
    return [
        (each.code, each.table, each.row_id)
        for each in faults(Edition.objects.get(pk=draft.pk))
        if not each.is_note
    ]


class TestDeletedQuestion:
    @pytest.fixture(autouse=True)
    def _delete(self, draft: Edition) -> None:
        draft.questions.get(code="collateral_offered").delete()

    def test_each_document_that_it_decides_is_a_fault_with_a_link(
        self, client: Client, draft: Edition
    ) -> None:
        rows = [row for row in draft.requirements.all() if row.condition == OFFERED]
        assert rows
        wrong = [each for each in found(draft) if each[1] == "requirement"]
        assert wrong == [("condition_not_asked", "requirement", row.pk) for row in rows]
        page = client.get(f"{LIST}{draft.pk}/terbitkan/")
        assert "memakai “Menawarkan agunan tambahan”, yang tidak ditanyakan" in text_of(page)
        assert f'href="{row_address(draft, "dokumen", rows[0].pk)}"' in page.content.decode()
        tabs = {tab.slug: tab.faults for tab in page.context["tabs"]}
        assert tabs["dokumen"] == len(rows)

    def test_a_rule_that_needs_one_is_a_fault(self, client: Client, draft: Edition) -> None:
        assert "rule_not_asked" not in {code for code, _table, _pk in found(draft)}
        draft.questions.get(code="requested_amount").delete()
        needing = {pk for code, _table, pk in found(draft) if pk and code == "rule_not_asked"}
        assert draft.rules.get(key="amount_max").pk in needing
        page = text_of(client.get(f"{LIST}{draft.pk}/terbitkan/"))
        assert "memerlukan jawaban “Jumlah yang diminta”, yang tidak ditanyakan lagi" in page
        Rule.objects.filter(pk__in=needing).update(value=None)
        assert "rule_not_asked" not in {code for code, _table, _pk in found(draft)}

    def test_a_question_asked_only_then_is_a_fault_too(self, draft: Edition) -> None:
        row = draft.questions.get(code="purpose")
        Question.objects.filter(pk=row.pk).update(condition=OFFERED)
        assert ("condition_not_asked", "question", row.pk) in found(draft)

    def test_the_condition_keeps_its_selects_and_its_name(
        self, client: Client, draft: Edition
    ) -> None:
        row = next(row for row in draft.requirements.all() if row.condition == OFFERED)
        words = text_of(client.get(section_address(draft, "dokumen")))
        assert "“Menawarkan agunan tambahan” (pertanyaannya sudah dihapus): Ya" in words
        assert "collateral" not in words.partition("Keluar")[2]
        address = row_address(draft, "dokumen", row.pk)
        part = client.get(address).context["form"].parts["condition"]
        assert part.raw is None
        assert [each["fact"].value() for each in part.rows] == ["collateral_offered", ""]
        assert part.rows[0]["picked"].value() == "ya"
        assert save(client, address).status_code == 302
        row.refresh_from_db()
        assert row.condition == OFFERED

    def test_one_that_no_edition_asks_is_said_to_be_deleted(
        self, client: Client, draft: Edition
    ) -> None:
        row = draft.requirements.get(code="ktp")
        for value in (True, 5, "red", ["red", "blue"]):
            op = "in" if isinstance(value, list) else "is"
            row.condition = {"fact": "colour", "op": op, "value": value}
            row.save()
            address = row_address(draft, "dokumen", row.pk)
            assert "pertanyaan yang sudah dihapus" in text_of(client.get(address))
            assert save(client, address).status_code == 302
            row.refresh_from_db()
            assert row.condition == {"fact": "colour", "op": op, "value": value}


class TestFirstDay:
    @pytest.mark.parametrize("before", [0, 1, 400])
    def test_a_successor_begins_later(
        self, before: int, client: Client, lead: User, current: Edition
    ) -> None:
        day = date.fromordinal(current.valid_from.toordinal() - before)
        sent = {"code": "2027", "valid_from": day.isoformat(), "legal_basis": "SK 1"}
        answer = client.post(f"{LIST}{current.pk}/berikutnya/", sent)
        assert [*answer.context["form"].errors] == ["valid_from"]
        assert "sesudah hari pertama versi 2026" in text_of(answer)
        assert not Edition.objects.filter(scheme=current.scheme, code="2027").exists()

    def test_one_from_an_older_version_begins_after_that_in_force(
        self, lead: User, current: Edition
    ) -> None:
        older = Edition.objects.get(scheme=current.scheme, code="2025")
        with pytest.raises(InvalidInput) as refused:
            draft_after(lead, older, current.valid_from)
        assert refused.value.code == "begins_too_early"

    def test_the_summary_refuses_it_and_the_check_reports_it(
        self, client: Client, draft: Edition, current: Edition
    ) -> None:
        day = current.valid_from
        answer = save(client, f"{LIST}{draft.pk}/ringkasan/", valid_from=day.isoformat())
        assert [*answer.context["form"].errors] == ["valid_from"]
        draft.refresh_from_db()
        assert draft.valid_from == date(2027, 1, 1)
        Edition.objects.filter(pk=draft.pk).update(valid_from=day)
        assert found(draft) == [("begins_too_early", "", None)]
        page = client.get(f"{LIST}{draft.pk}/terbitkan/")
        assert "sesudah hari pertama versi 2026" in text_of(page)
        # It is compared with the version that it follows, not with an older one.
        assert page.context["comparison"].before == current

    def test_a_version_between_two_ends_before_the_later(
        self, lead: User, draft: Edition, current: Edition
    ) -> None:
        publish(lead, draft.pk)
        draft.refresh_from_db()
        between = draft_after(lead, current, date(2026, 12, 1), code="2026b")
        assert predecessor_of(between) == draft
        assert found(between) == [("begins_too_early", "", None)]
        Edition.objects.filter(pk=between.pk).update(valid_to=date(2026, 12, 31))
        assert found(between) == []


class TestFigures:
    def test_an_emptied_one_is_noted(self, client: Client, draft: Edition) -> None:
        row = draft.rules.get(key="amount_max")
        Rule.objects.filter(pk=row.pk).update(value=None)
        assert found(draft) == []
        page = text_of(client.get(f"{LIST}{draft.pk}/terbitkan/"))
        assert f"Belum ada angka: “{row.label}” tidak dinilai." in page

    @pytest.mark.parametrize("key", ["amount_max", "tenor_max_working_capital"])
    def test_a_limit_of_nothing_is_a_fault(self, key: str, client: Client, draft: Edition) -> None:
        row = draft.rules.get(key=key)
        Rule.objects.filter(pk=row.pk).update(value=0)
        assert ("figure_without_sense", "rule", row.pk) in found(draft)

    def test_two_documents_of_one_name_are_a_fault(self, draft: Edition) -> None:
        first, second = draft.requirements.all()[:2]
        second.label_id = f" {first.label_id.upper()}"
        second.save()
        assert found(draft) == [("document_twice", "requirement", second.pk)]


def test_a_stage_behind_the_decision_is_told_where_to_go(client: Client, draft: Edition) -> None:
    row = draft.stages.get(code="verification")
    decision = draft.stages.get(exit="decide")
    save(client, row_address(draft, "tahap", row.pk), place=str(decision.pk))
    page = text_of(client.get(f"{LIST}{draft.pk}/terbitkan/"))
    assert "Ubah “Letak”-nya ke depan tahap yang memutuskan." in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"condition-0-fact": "requested_amount"}, "op"), ({"condition-0-fact": "purpose"}, "picked")],
)
def test_a_condition_without_its_field_is_drawn_again_with_a_sentence(
    sent: dict[str, str], field: str, client: Client, draft: Edition
) -> None:
    row = draft.requirements.get(code="ktp")
    answer = save(client, row_address(draft, "dokumen", row.pk), **sent)
    assert answer.status_code == 200
    first = answer.context["form"].parts["condition"].rows[0]
    assert field in first.fields
    assert answer.context["form"].errors_by_id() == [
        (
            "id_condition-0-fact",
            f"Syarat baris 1 ({EditionNames(draft).fact(sent['condition-0-fact'])}), isian “yang "
            "dibandingkan”: Lengkapi dengan apa jawaban ini dibandingkan, lalu simpan lagi.",
        )
    ]


def test_the_summary_of_errors_names_the_field_and_the_row_in_sentences(
    client: Client, draft: Edition
) -> None:
    row = draft.requirements.get(code="ktp")
    sent = {
        "label_id": "",
        "condition-0-fact": "has_npwp",
        "condition-0-picked": "ya",
        "condition-1-fact": "requested_amount",
        "condition-1-op": "above",
        "condition-2-fact": "borrower",
        "condition-2-picked": "bank",
        "condition-3-fact": "apa",
    }
    answer = save(client, row_address(draft, "dokumen", row.pk), **sent)
    amount = EditionNames(draft).fact("requested_amount")
    assert answer.context["form"].errors_by_id() == [
        ("id_label_id", "Isian “Nama dokumen”: Bidang ini harus diisi."),
        (
            "id_condition-1-value",
            f"Syarat baris 2 ({amount}), isian “angka pembanding”: Pilih ketentuan atau tulis "
            "angkanya.",
        ),
        (
            "id_condition-2-picked_0",
            "Syarat baris 3 (jenis peminjam), isian “jawaban yang dimaksud”: Masukkan pilihan yang "
            "valid. bank bukan salah satu dari pilihan yang tersedia.",
        ),
        (
            "id_condition-3-fact",
            "Syarat baris 4, isian “yang dibandingkan”: Masukkan pilihan yang valid. apa bukan "
            "salah satu dari pilihan yang tersedia.",
        ),
    ]


def test_an_option_in_one_language_is_named_by_its_row(client: Client, draft: Edition) -> None:
    row = draft.questions.get(code="purpose")
    answer = save(client, row_address(draft, "pertanyaan", row.pk), **{"options-1-label_en": ""})
    assert answer.context["form"].errors_by_id() == [
        (
            "id_options-1-label_en",
            "Pilihan baris 2, isian “Pilihan (Inggris)”: Tulis pilihan dalam kedua bahasa.",
        )
    ]


def test_pages_name_the_scheme_of_a_version(client: Client, draft: Edition) -> None:
    assert str(draft) == f"{draft.scheme.name} · 2027"
    for address in (
        f"{LIST}{draft.pk}/history/",
        f"/admin/programs/scheme/{draft.scheme_id}/change/",
    ):
        page = text_of(client.get(address))
        assert f"{draft.scheme_id} · 2027" not in page
        assert f"{draft.scheme.name} · 2027" in page
