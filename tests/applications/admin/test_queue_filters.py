"""Filters of the officials' lists: chips, counts by state, days, orders, places to search in."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from applications.admin.queue.filters import StateCount
from applications.models import Application
from applications.selectors import application_search, queue_filters
from applications.services.drafts import save_answers
from applications.services.transitions import perform
from common.admin.filters import Chip
from enterprises.models import Member
from programs.enums import State
from programs.models import Stage
from tests.applications.admin.backoffice import HOME, LIST, numbers_on, sent, text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def official() -> Client:
    return web_client(OfficialFactory())


def found(client: Client, query: str) -> list[str]:
    return numbers_on(client.get(f"{LIST}?{query}"))


def test_each_set_filter_is_a_chip_that_can_be_taken_off(official: Client) -> None:
    sent(20)
    query = "scheme=kur-mikro&submitted_from=2026-11-01&q=batik&search_in=applicant"
    page = official.get(f"{HOME}?tab=mine&state=submitted&overdue=1&{query}")
    base = f"{HOME}?tab=mine"
    assert page.context["chips"] == [
        Chip("Keadaan", "Terkirim", f"{base}&scheme=kur-mikro&overdue=1&{query[17:]}"),
        Chip("Skema", "KUR Mikro", f"{base}&state=submitted&overdue=1&{query[17:]}"),
        Chip("Batas waktu", "terlambat", f"{base}&state=submitted&{query}"),
        Chip(
            "Dikirim sejak",
            "1 Nov 2026",
            f"{base}&state=submitted&scheme=kur-mikro&overdue=1&q=batik&search_in=applicant",
        ),
        Chip(
            "Cari di nama atau email pemohon",
            "batik",
            f"{base}&state=submitted&scheme=kur-mikro&overdue=1"
            "&submitted_from=2026-11-01&search_in=applicant",
        ),
    ]
    assert page.context["clear_url"] == base


def test_states_are_counted_under_the_other_filters(official: Client) -> None:
    sent(20, name="Batik Ayu")
    sent(20, name="Mebel Jati")
    make_application(cast_of(name="Batik Siti"), state=State.APPROVED)
    page = official.get(f"{HOME}?tab=all&q=batik&state=approved")
    counts = {each.word: (each.count, each.is_current) for each in page.context["states"]}
    assert counts == {
        "Terkirim": ("1", False),
        "Sedang diperiksa": ("0", False),
        "Perlu perbaikan": ("0", False),
        "Keputusan: berhasil": ("1", True),
        "Keputusan: belum berhasil": ("0", False),
        "Ditarik": ("0", False),
        "Selesai": ("0", False),
        "Ditutup karena tidak dijawab": ("0", False),
    }
    assert (
        StateCount("Terkirim", "1", f"{HOME}?tab=all&state=submitted&q=batik", False)
        in (page.context["states"])
    )
    assert page.context["states"][3].url == f"{HOME}?tab=all&q=batik"


def test_a_long_list_is_counted_by_state_for_those_who_oversee(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_filters, "CAP", 1)
    for _ in range(2):
        sent(20)
    assert [each.count for each in official.get(HOME).context["states"]] == ["", ""]
    staff = web_client(OfficialFactory(role=Role.STAFF, regency=None))
    counts = [each.count for each in staff.get(HOME).context["states"]]
    assert counts == ["2", "0", "0", "0", "0", "0", "0", "0"]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("submitted_from=2026-11-18", ["b", "c"]),
        ("submitted_to=2026-11-18", ["a", "b"]),
        ("submitted_from=2026-11-18&submitted_to=2026-11-18", ["b"]),
        ("submitted_from=2026-11-19&submitted_to=2026-11-18", []),
        ("submitted_from=kemarin", ["a", "b", "c"]),
        ("submitted_from=0001-01-01&submitted_to=9999-12-31", ["a", "b", "c"]),
        ("submitted_from=20261118", ["a", "b", "c"]),
    ],
)
def test_days_of_submission(official: Client, query: str, expected: list[str]) -> None:
    files = {"a": sent(17), "b": sent(18), "c": sent(20)}
    assert set(found(official, query)) == {files[name].number for name in expected}


def test_the_filter_and_the_tab_of_late_files_agree() -> None:
    Stage.objects.filter(edition__scheme__code="kur-mikro", code="verification").update(
        is_outside=True
    )
    late = sent(17)
    with time_machine.travel(datetime(2026, 11, 17, 3, tzinfo=UTC), tick=True):
        make_application(cast_of(), stage="verification")
    with time_machine.travel(datetime(2026, 11, 30, 3, tzinfo=UTC), tick=False):
        official = web_client(OfficialFactory())
        for query in ("tab=late", "tab=all&overdue=1"):
            assert numbers_on(official.get(f"{HOME}?{query}")) == [late.number], query


@pytest.mark.parametrize("path", [HOME, f"{HOME}?tab=all", f"{HOME}?tab=late", LIST])
def test_a_last_day_before_the_first_is_said_at_the_field(official: Client, path: str) -> None:
    sent(17)
    mark = "&" if "?" in path else "?"
    page = official.get(f"{path}{mark}submitted_from=2026-11-20&submitted_to=2026-11-10")
    assert numbers_on(page) == []
    body = page.content.decode()
    said = "“Sampai” lebih awal daripada “dari”. Tukar kedua tanggalnya."
    assert f'<p class="wrong" role="alert" id="salah-submitted_to">{said}</p>' in body
    assert 'value="2026-11-10" aria-invalid="true" aria-describedby="salah-submitted_to"' in body
    assert body.count(said) == 2
    assert page.context["is_similar"] is False


def test_a_day_that_cannot_be_read_is_said_at_the_field(official: Client) -> None:
    file = sent(17)
    page = official.get(f"{HOME}?submitted_from=kemarin")
    assert numbers_on(page) == [file.number]
    assert "Tanggal ini tidak terbaca. Contoh: 23/11/2026." in text_of(page)


def test_days_are_those_of_jakarta(official: Client) -> None:
    # 23.30 in Jakarta on the 18th is 16.30 UTC.
    with time_machine.travel(datetime(2026, 11, 18, 16, 30, tzinfo=UTC), tick=True):
        file = make_application(cast_of(), state=State.SUBMITTED)
    assert found(official, "submitted_to=2026-11-18") == [file.number]
    assert found(official, "submitted_from=2026-11-19") == []


def test_orders(official: Client) -> None:
    second, first, third = sent(18), sent(17), sent(20)
    urgent = [file.number for file in (first, second, third)]
    by_age = [file.number for file in (second, first, third)]
    assert numbers_on(official.get(HOME)) == urgent
    assert numbers_on(official.get(f"{HOME}?tab=mine&order=newest")) == by_age[::-1]
    assert numbers_on(official.get(f"{HOME}?tab=mine&order=oldest")) == by_age
    assert found(official, "") == by_age[::-1]
    assert found(official, "order=oldest") == by_age
    # Most of all applications have no due date, and no index gives them by it.
    assert found(official, "order=due") == by_age[::-1]


def test_an_order_keeps_its_pages(official: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("applications.admin.queue.page.PAGE_SIZE", 1)
    files = [sent(day) for day in (17, 18, 20)]
    page = official.get(f"{HOME}?tab=mine&order=oldest")
    assert "order=oldest" in page.context["next_url"]
    assert numbers_on(official.get(page.context["next_url"])) == [files[1].number]


@pytest.fixture
def owned() -> Cast:
    cast = cast_of(name="Batik Gentongan")
    cast.owner.name = "Siti Rahayu"
    cast.owner.email = "siti.rahayu@contoh.example"
    cast.owner.save()
    return cast


def test_an_applicant_is_found_by_name_and_by_address(official: Client, owned: Cast) -> None:
    file = make_application(owned, state=State.SUBMITTED)
    make_application(cast_of(name="Siti Jaya"), state=State.SUBMITTED)
    in_names = "search_in=applicant&q="
    assert found(official, f"{in_names}rahayu+SITI") == [file.number]
    assert found(official, f"{in_names}siti.rahayu@contoh.example") == [file.number]
    # An address is recognised wherever the search is set to look.
    assert found(official, "q=siti.rahayu@contoh") == [file.number]
    assert found(official, f"{in_names}gentongan") == []
    assert found(official, f"{in_names}{file.number}") == [file.number]


def test_helpers_and_former_owners_are_applicants_too(official: Client, owned: Cast) -> None:
    file = make_application(owned, state=State.SUBMITTED)
    helper = UserFactory(name="Bambang Pendamping")
    Member.objects.create(
        enterprise=owned.enterprise, user=helper, role="helper", since=file.created_at
    )
    assert found(official, "search_in=applicant&q=bambang") == [file.number]


def test_a_search_for_people_stays_within_the_scope(owned: Cast) -> None:
    make_application(owned, state=State.SUBMITTED)
    elsewhere = web_client(OfficialFactory(regency="35.15"))
    assert found(elsewhere, "search_in=applicant&q=rahayu") == []


def test_a_name_of_too_many_people_says_so(
    official: Client, owned: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_search, "MOST_ENTERPRISES", 0)
    make_application(owned, state=State.SUBMITTED)
    page = official.get(f"{LIST}?search_in=applicant&q=rahayu")
    assert numbers_on(page) == []
    assert "Terlalu banyak orang bernama seperti itu." in text_of(page)


def test_people_are_not_found_by_similar_names(official: Client, owned: Cast) -> None:
    make_application(owned, state=State.SUBMITTED)
    page = official.get(f"{LIST}?search_in=applicant&q=rahayyu")
    assert (numbers_on(page), page.context["is_similar"]) == ([], False)


def test_words_of_the_answers_are_those_that_were_submitted(official: Client) -> None:
    cast = cast_of()
    file = make_application(cast, state=State.SUBMITTED)
    # This scheme asks for choices alone: their names are found, no code is.
    assert file.answer_words == "Modal kerja · Working capital"
    assert found(official, "search_in=answers&q=working_capital") == []
    Application.objects.filter(pk=file.pk).update(answer_words="Keripik singkong pedas")
    assert found(official, "search_in=answers&q=singkong+KERIPIK") == [file.number]
    assert found(official, "search_in=answers&q=singkong+manis") == []
    assert found(official, "q=singkong") == []


def test_a_correction_renews_the_words() -> None:
    cast = cast_of()
    file = make_application(cast, stage="verification")
    Application.objects.filter(pk=file.pk).update(answer_words="lama")
    perform(
        cast.verifier,
        file.pk,
        "request_revision",
        reason="Foto KTP tidak terbaca.",
        data={"fields": ["answers.purpose"]},
    )
    save_answers(cast.owner, file.pk, {"purpose": "investment"})
    perform(cast.owner, file.pk, "submit", data={"declaration": True})
    file.refresh_from_db()
    assert file.answer_words == "Investasi · Investment"


def test_only_who_may_export_gets_the_export_of_the_list() -> None:
    sent(20)
    staff = web_client(OfficialFactory(role=Role.STAFF, regency=None))
    query = "state=submitted&stage=completeness&q=batik"
    page = staff.get(f"{HOME}?tab=late&{query}")
    assert page.context["export_url"] == f"/admin/laporan/?view=late&{query}"
    verifier: User = OfficialFactory()
    assert web_client(verifier).get(HOME).context["export_url"] == ""
