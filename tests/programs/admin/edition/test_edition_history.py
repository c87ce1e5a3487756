"""The history of an edition: who changed what, from what to what, and who published it."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pgtrigger
import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from programs.admin.edition.history import MOST_ROWS
from programs.models import Edition, Rule
from programs.selectors.edition_history import PAGE
from programs.services.editions import publish
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.programs.admin.editor import LIST, draft_after, row_address, save, section_address

pytestmark = pytest.mark.django_db
REASON = {
    "transition": "reject", "opinion": "negative", "text_id": "Usaha belum berjalan.",
    "text_en": "The business does not run yet.",
}  # fmt: skip


def address(edition: Edition) -> str:
    return f"{LIST}{edition.pk}/history/"


def acts(client: Client, edition: Edition, query: str = "") -> list[Any]:
    found: list[Any] = client.get(address(edition) + query).context["acts"]
    return found


def rate(draft: Edition) -> str:
    return row_address(draft, "angka", draft.rules.get(key="annual_rate").pk)


def spread_in_time(edition: Edition) -> list[datetime]:
    """Put the former values of the edition's figures an hour apart; return their moments."""
    events: Any = Rule._meta.get_field("events").related_model
    moments = []
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        rows = events.objects.filter(edition_id=edition.pk).order_by("pgh_id")
        for number, event in enumerate(rows):
            at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=number)
            events.objects.filter(pk=event.pk).update(pgh_created_at=at)
            moments.append(at)
    return moments


def test_a_changed_figure_is_shown_from_and_to_with_units_and_who(
    client: Client, lead: User, draft: Edition
) -> None:
    rule = draft.rules.get(key="annual_sales_max")
    save(client, row_address(draft, "angka", rule.pk), value="5.000.000.000")
    (act,) = acts(client, draft)
    assert act.by == str(lead)
    (row,) = act.rows
    assert (row.section, row.name) == ("Angka ketentuan", "Hasil penjualan tahunan paling banyak")
    told = [(each.label, each.before, each.after) for each in row.differences]
    assert told[0] == ("Nilai", "Rp4.800.000.000 per tahun", "Rp5.000.000.000 per tahun")
    # The source stated the former figure.
    assert [label for label, _before, _after in told] == ["Nilai", "Sumber", "Verifikasi"]
    page = text_of(client.get(address(draft)))
    assert "Nilai Rp4.800.000.000 per tahun Rp5.000.000.000 per tahun" in page
    assert "annual_sales_max" not in page


def test_each_change_is_told_with_the_value_that_it_left(client: Client, draft: Edition) -> None:
    for value in ("7 %", "8 %", "9 %"):
        save(client, rate(draft), value=value)
    values = {
        (each.before, each.after)
        for act in acts(client, draft)
        for row in act.rows
        for each in row.differences
        if each.label == "Nilai"
    }
    rates = [f"{each} % per tahun" for each in (6, 7, 8, 9)]
    assert values == {*itertools.pairwise(rates)}


def test_publication_is_told_with_its_day_and_by_whom(
    client: Client, lead: User, draft: Edition, current: Edition
) -> None:
    publish(lead, draft.pk)
    (act,) = acts(client, draft)
    assert act.said == ["Diterbitkan; berlaku sejak Jumat, 1 Januari 2027."]
    assert (act.by, act.rows) == (str(lead), ())
    page = text_of(client.get(f"{LIST}{draft.pk}/change/"))
    assert "Riwayat perubahan" in page
    # The edition before it ended by that, which its own history tells.
    ended = [row for act in acts(client, current) for row in act.rows]
    told = [(each.label, each.before, each.after) for row in ended for each in row.differences]
    assert told == [("Berlaku sampai", "seterusnya", "31 Des 2026")]


def test_an_edition_from_the_files_was_published_by_the_portal(
    client: Client, current: Edition
) -> None:
    (act,) = acts(client, current)
    assert act.by == "portal, dari berkas ketentuannya"
    assert act.said[0].startswith("Diterbitkan; berlaku sejak")


def test_a_draft_begins_with_who_began_it(client: Client, lead: User, current: Edition) -> None:
    body = {"code": "2027", "valid_from": "2027-01-01", "legal_basis": "SK 1"}
    client.post(f"{LIST}{current.pk}/berikutnya/", body)
    draft = Edition.objects.get(scheme=current.scheme, code="2027")
    (act,) = acts(client, draft)
    assert (act.by, act.said) == (str(lead), ["Rancangan disusun."])


def test_rows_added_and_deleted_are_told_with_what_they_held(
    client: Client, draft: Edition
) -> None:
    save(client, f"{section_address(draft, 'alasan')}tambah/", **REASON)
    row = draft.reason_texts.get(text_id="Usaha belum berjalan.")
    own = row_address(draft, "alasan", row.pk)
    save(client, own, text_id="Usaha belum jalan.")
    client.post(f"{own}hapus/", {"versi": client.get(f"{own}hapus/").context["version"]})
    rows = [row for act in acts(client, draft) for row in act.rows]
    (added,) = [row for row in rows if row.is_new]
    (gone,) = [row for row in rows if row.is_gone]
    (changed,) = [row for row in rows if not row.is_new and not row.is_gone]
    # An addition tells what was written then, not what it became.
    assert (added.section, added.name) == ("Alasan siap pakai", "Usaha belum berjalan.")
    assert (gone.name, changed.name) == ("Usaha belum jalan.", "Usaha belum jalan.")
    assert [(each.before, each.after) for each in changed.differences] == [
        ("Usaha belum berjalan.", "Usaha belum jalan.")
    ]
    said = {each.label: each.after for each in added.differences}
    assert said["Tindakan"] == "Tolak: belum layak"


def test_an_addition_noted_before_keys_were_is_still_told(client: Client, draft: Edition) -> None:
    save(client, f"{section_address(draft, 'alasan')}tambah/", **REASON)
    note = '[{"added": {"name": "Alasan siap pakai", "object": "Usaha belum berjalan."}}]'
    LogEntry.objects.filter(object_id=str(draft.pk)).update(change_message=note)
    said = [sentence for act in acts(client, draft) for sentence in act.said]
    assert said == ["Ditambahkan: “Usaha belum berjalan.”."]


def test_a_move_a_translation_and_the_summary_are_told(client: Client, draft: Edition) -> None:
    first, last = draft.stages.first(), draft.stages.last()
    assert first is not None
    assert last is not None
    save(client, row_address(draft, "tahap", first.pk), place=str(last.pk))
    save(client, rate(draft), label_en="Interest per year")
    save(client, f"{LIST}{draft.pk}/ringkasan/", valid_from="2027-02-01")
    found = acts(client, draft)
    assert ["Urutan berubah: Tahap."] in [act.said for act in found]
    rows = {row.name: row for act in found for row in act.rows}
    assert {*rows} == {"Bunga efektif (anuitas)", "Ringkasan"}
    (translated,) = rows["Bunga efektif (anuitas)"].differences
    assert (translated.label, translated.after) == ("Uraian (Inggris)", "Interest per year")
    (day,) = rows["Ringkasan"].differences
    assert day[:3] == ("Berlaku sejak", "1 Jan 2027", "1 Feb 2027")


def test_another_regulation_for_all_rows_is_one_act_with_a_bound(
    client: Client, draft: Edition
) -> None:
    save(client, f"{LIST}{draft.pk}/ringkasan/", legal_basis="Permenko 9/2027")
    (act,) = acts(client, draft)
    assert len(act.rows) == MOST_ROWS
    assert act.more > 0
    assert f"dan {act.more} baris lain" in text_of(client.get(address(draft)))


def test_pages_go_back_in_time_and_say_the_same(client: Client, draft: Edition) -> None:
    rule = draft.rules.get(key="amount_max")
    amounts = [*range(1, PAGE + 4)]
    for amount in amounts:
        Rule.objects.filter(pk=rule.pk).update(value=amount * 1_000_000)
    moments = spread_in_time(draft)
    newest = client.get(address(draft))
    assert [act.at for act in newest.context["acts"]] == moments[: -PAGE - 1 : -1]
    older = client.get(address(draft) + newest.context["older_url"])
    assert [act.at for act in older.context["acts"]] == moments[2::-1]
    assert older.context["older_url"] == ""
    (change,) = older.context["acts"][0].rows[0].differences
    assert (change.before, change.after) == ("Rp2.000.000", "Rp3.000.000")


@pytest.mark.parametrize("query", ["kemarin", "2026-13-40T00:00:00+00:00", "2026-11-24T00:00", ""])
def test_a_moment_that_cannot_be_read_shows_the_newest(
    query: str, client: Client, draft: Edition
) -> None:
    save(client, rate(draft), value="7 %")
    assert len(acts(client, draft, f"?sebelum={query}")) == 1


@pytest.mark.parametrize("changes", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    changes: int, client: Client, draft: Edition, django_assert_num_queries: Any
) -> None:
    for number in range(changes):
        save(client, rate(draft), value=f"{7 + number} %")
    acts(client, draft)
    with django_assert_num_queries(QUERIES):
        client.get(address(draft))


QUERIES = 16


def test_officials_read_it_and_others_do_not(draft: Edition) -> None:
    assert web_client(OfficialFactory()).get(address(draft)).status_code == 200
    partner = OfficialFactory(role=Role.PARTNER)
    assert web_client(partner).get(address(draft)).status_code == 403
    assert web_client(OfficialFactory()).get(f"{LIST}{10**15}/history/").status_code == 404


def test_what_the_files_changed_is_told_as_such(client: Client, lead: User) -> None:
    draft = draft_after(
        lead, Edition.objects.get(scheme__code="kur-kecil", code="2026"), date(2027, 1, 1)
    )
    Rule.objects.filter(edition=draft, key="annual_rate").update(value="0.09")
    (act,) = acts(client, draft)
    assert act.by == "portal, dari berkas ketentuannya"
