"""The queue: order, filters, pages, capped counts, and a constant number of queries."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from applications.admin.queue import page as queue
from applications.services.claims import release, take
from common.lists import counting
from programs.enums import State
from tests.applications.admin.backoffice import HOME, LIST, address, numbers_on, on, sent, text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db


def queries(path: str, user: User) -> int:
    client = web_client(user)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_files_are_ordered_by_due_date_and_late_ones_say_so_in_text() -> None:
    late, today, later = sent(17), sent(20), sent(23)
    verifier = OfficialFactory(role=Role.VERIFIER)
    with time_machine.travel(on(23), tick=False):
        page = web_client(verifier).get(HOME)
    assert numbers_on(page) == [late.number, today.number, later.number]
    words = text_of(page)
    assert "terlambat 3 hari kerja 18 Nov 2026" in words
    assert "hari ini 23 Nov 2026" in words
    assert "1 hari kerja lagi 24 Nov 2026" in words
    assert "Rp40.000.000" in words
    assert "Terlambat 1 " in words


def test_on_a_saturday_what_was_due_on_friday_is_late() -> None:
    sent(26)
    with time_machine.travel(on(28), tick=False):
        page = web_client(OfficialFactory(role=Role.VERIFIER)).get(HOME)
    assert "batas waktu lewat 27 Nov 2026" in text_of(page)


def test_files_held_by_others_are_not_mine_but_listed_in_the_region() -> None:
    file = sent(23)
    mine, colleague = OfficialFactory(), OfficialFactory(name="Agus Prasetyo")
    with time_machine.travel(on(23), tick=False):
        take(colleague, file.pk)
        assert numbers_on(web_client(mine).get(HOME)) == []
        page = web_client(mine).get(f"{HOME}?tab=all")
        assert numbers_on(page) == [file.number]
        assert "Agus Prasetyo" in text_of(page)


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=submitted", ["a", "b"]),
        ("state=in_review", ["c"]),
        ("stage=completeness", ["a", "b"]),
        ("stage=verification", ["c"]),
        ("scheme=kur-mikro", ["a", "b", "c"]),
        ("scheme=lain", []),
        ("regency=35.15", ["b"]),
        ("overdue=1", ["a"]),
        ("state=nonsense", []),
        ("overdue=1&regency=35.15", []),
    ],
)
def test_filters(query: str, expected: list[str]) -> None:
    files = {"a": sent(17), "b": sent(20, "35.15")}
    with time_machine.travel(on(20), tick=True):
        cast = cast_of()
        files["c"] = make_application(cast, stage="verification")
        release(cast.verifier, files["c"].pk)
    province = OfficialFactory(role=Role.VERIFIER, regency=None)
    with time_machine.travel(on(23), tick=False):
        page = web_client(province).get(f"{HOME}?tab=mine&{query}")
    assert set(numbers_on(page)) == {files[name].number for name in expected}


def test_a_filter_stays_in_the_address_of_every_file() -> None:
    sent(23)
    page = web_client(OfficialFactory()).get(f"{HOME}?stage=completeness&junk=1")
    place = "?antrean=tab%3Dmine%26stage%3Dcompleteness&amp;batas=2026-11-24"
    assert f'{place}"' in page.content.decode()


@pytest.mark.parametrize("query", ["cursor=xyz", "tab=nonsense", "stage=" + "x" * 99])
def test_a_malformed_address_is_no_error(query: str) -> None:
    file = sent(23)
    page = web_client(OfficialFactory()).get(f"{HOME}?{query}")
    assert page.status_code == 200
    assert numbers_on(page) == [file.number]


def test_pages_follow_each_other_without_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    files = [sent(day) for day in (16, 17, 18, 19, 20)]
    client, seen, path = web_client(OfficialFactory()), list[str](), HOME
    for _ in range(3):
        page = client.get(path)
        seen += numbers_on(page)
        path = page.context["next_url"]
    assert seen == [file.number for file in files]
    assert path == ""


def test_counts_beyond_the_cap_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "CAP", 2)
    for day in (18, 19, 20):
        sent(day)
    assert "Untuk saya 2+" in text_of(web_client(OfficialFactory()).get(HOME))


@pytest.mark.sampled
@pytest.mark.parametrize(
    "path", [HOME, f"{HOME}?tab=late", f"{HOME}?tab=all", f"{HOME}?stage=completeness", LIST]
)
def test_queries_do_not_grow_with_the_rows(path: str) -> None:
    verifier = OfficialFactory()
    sent(17)
    with_one = queries(path, verifier)
    sent(18)
    sent(19)
    assert queries(path, verifier) == with_one


def test_queries_of_a_file_do_not_grow_with_its_history() -> None:
    short = make_application(cast_of(), state=State.SUBMITTED)
    cast = cast_of()
    long = make_application(cast, stage="verification")
    release(cast.verifier, long.pk)
    verifier = OfficialFactory()
    assert queries(address(long), verifier) <= queries(address(short), verifier) + 5


def test_search_by_number_nib_and_name() -> None:
    file = sent(20, name="Batik Gentongan Siti")
    other = sent(20, name="Mebel Jati")
    client = web_client(OfficialFactory())

    def found(text: str) -> list[str]:
        return numbers_on(client.get(LIST, {"q": text}))

    assert found(file.number) == [file.number]
    assert found(file.number.lower()) == [file.number]
    assert found(str(file.enterprise.nib)) == [file.number]
    assert found("gentongan") == [file.number]
    assert found("jati") == [other.number]
    assert found("ge") == []
    assert found("%") == []


def test_an_empty_queue_says_what_comes() -> None:
    assert "Antrean Anda kosong" in text_of(web_client(OfficialFactory()).get(HOME))


def test_the_bar_holds_only_what_may_be_opened() -> None:
    verifier = text_of(web_client(OfficialFactory()).get(HOME))
    assert "Semua pengajuan" in verifier
    assert "Laporan" not in verifier
    staff = text_of(web_client(OfficialFactory(role=Role.STAFF, regency=None)).get(HOME))
    assert "Laporan" in staff


def test_the_language_can_be_switched() -> None:
    client = web_client(OfficialFactory())
    client.post(reverse("set_language"), {"language": "en", "next": HOME})
    assert '<html lang="en">' in client.get(HOME).content.decode()
