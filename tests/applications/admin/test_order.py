"""The order of work: what opens after a file, its neighbours, and the way back to the list."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from applications.admin.queue import page as queue
from applications.admin.queue.place import BackLink
from applications.models import Application
from applications.selectors import list_position as standing
from applications.services.transitions import perform
from programs.enums import State
from tests.applications.admin.backoffice import HOME, LIST, address, on, sent
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db


def from_list(file: Application, place: str = "tab=mine", *, by_due_date: bool = True) -> str:
    """Return the address of a file in a list, which has the due date that places it there."""
    stood = f"&batas={file.due_on}" if by_due_date and file.due_on else ""
    return f"{address(file)}?antrean={quote(place, safe='')}{stood}"


def opened(path: str) -> tuple[str, str]:
    """Return the path and the place in the list of an address."""
    parts = urlsplit(path)
    return parts.path, parse_qs(parts.query)["antrean"][0]


def way(user: User, path: str) -> BackLink:
    found: BackLink = web_client(user).get(path).context["way"]
    return found


def finish(user: User, path: str) -> str:
    """Ask for a correction and return the address that opens next."""
    answer = web_client(user).post(
        path,
        {
            "action": "request_revision",
            "stage": "completeness",
            "reason": "Foto KTP tidak terbaca.",
            "fields": ["documents.ktp"],
        },
    )
    assert answer.status_code == 302
    return str(answer["Location"])


def started(user: User, file: Application) -> Application:
    web_client(user).post(address(file), {"action": "take"})
    return file


def test_the_most_urgent_one_opens_and_not_the_one_after() -> None:
    verifier = OfficialFactory()
    late, later, _last = sent(17), sent(20), sent(23)
    started(verifier, later)
    with time_machine.travel(on(23), tick=True):
        following = finish(verifier, from_list(later))
    assert opened(following) == (address(late), "tab=mine")


def test_what_opens_next_keeps_tab_filters_and_search() -> None:
    verifier = OfficialFactory()
    sent(17, name="Mebel Jati")
    mine, batik = sent(20, name="Batik Ayu"), sent(23, name="Batik Rahayu")
    started(verifier, mine)
    place = "tab=mine&scheme=kur-mikro&q=batik"
    with time_machine.travel(on(23), tick=True):
        assert opened(finish(verifier, from_list(mine, place))) == (address(batik), place)


def test_when_nothing_is_left_the_list_opens() -> None:
    verifier = OfficialFactory()
    file = started(verifier, sent(20))
    with time_machine.travel(on(23), tick=True):
        path = finish(verifier, from_list(file, "tab=mine&scheme=kur-mikro"))
    assert path == f"{HOME}?tab=mine&scheme=kur-mikro"


def test_next_in_the_late_tab_is_late_and_can_be_worked_on() -> None:
    verifier, colleague = OfficialFactory(), OfficialFactory()
    held = started(colleague, sent(16))
    file, late, in_time = started(verifier, sent(17)), sent(18), sent(23)
    with time_machine.travel(on(23), tick=True):
        following = finish(verifier, from_list(file, "tab=late"))
        assert opened(following) == (address(late), "tab=late")
        started(verifier, late)
        assert finish(verifier, from_list(late, "tab=late")) == f"{HOME}?tab=late"
    for other, holder in ((held, colleague), (in_time, None)):
        other.refresh_from_db()
        assert other.claimed_by == holder


def test_next_in_the_list_of_all_is_the_newest_that_waits_for_me() -> None:
    verifier = OfficialFactory()
    file, _older, newest = started(verifier, sent(17)), sent(18), sent(20)
    make_application(cast_of(), state=State.APPROVED)
    with time_machine.travel(on(23), tick=True):
        assert opened(finish(verifier, from_list(file, "whole=1"))) == (address(newest), "whole=1")


def test_a_chosen_order_is_kept() -> None:
    verifier = OfficialFactory()
    file, _urgent, newest = started(verifier, sent(18)), sent(17), sent(23)
    with time_machine.travel(on(23), tick=True):
        following = finish(verifier, from_list(file, "tab=mine&order=newest"))
    assert opened(following) == (address(newest), "tab=mine&order=newest")


def test_what_four_eyes_keep_from_me_never_opens() -> None:
    passer = OfficialFactory(role=Role.DECIDER)
    OfficialFactory(user=passer, role=Role.ANALYST)
    both = User.objects.get(pk=passer.pk)
    cast = cast_of()
    cast.analyst = both
    barred = make_application(cast, stage="decision")
    file = make_application(cast_of(), stage="recommendation")
    client = web_client(both)
    answer = client.post(
        from_list(file),
        {
            "action": "recommend",
            "stage": "recommendation",
            "opinion": "positive",
            "reason": "Usaha berjalan baik.",
        },
    )
    assert answer["Location"] == f"{HOME}?tab=mine"
    barred.refresh_from_db()
    assert barred.claimed_by_id is None


def test_neighbours_and_position_in_the_list() -> None:
    verifier = OfficialFactory()
    first, second, third = sent(17), sent(18), sent(20)
    place = "tab=mine"
    back = f"{HOME}?tab=mine#berkas-"
    urls = {file.pk: from_list(file, place) for file in (first, second, third)}
    assert way(verifier, urls[first.pk]) == BackLink(
        f"{back}{first.pk}", "Untuk saya", "", urls[second.pk], 1, 3
    )
    assert way(verifier, urls[second.pk]) == BackLink(
        f"{back}{second.pk}", "Untuk saya", urls[first.pk], urls[third.pk], 2, 3
    )
    assert way(verifier, urls[third.pk]) == BackLink(
        f"{back}{third.pk}", "Untuk saya", urls[second.pk], "", 3, 3
    )
    page = web_client(verifier).get(urls[second.pk])
    assert "2 dari 3 · Untuk saya" in page.content.decode()


def test_neighbours_follow_filters_and_order() -> None:
    verifier = OfficialFactory()
    first, third = sent(17, name="Batik A"), sent(20, name="Batik B")
    sent(18, name="Mebel")
    place = "tab=mine&q=batik&order=newest"
    found = way(verifier, from_list(first, place))
    assert (found.previous_url, found.next_url) == (from_list(third, place, by_due_date=False), "")
    assert (found.position, found.total) == (2, 2)


def test_a_file_that_a_colleague_took_still_has_neighbours_but_no_position() -> None:
    verifier = OfficialFactory()
    first, gone, third = sent(17), sent(18), sent(20)
    started(OfficialFactory(), gone)
    assert way(verifier, from_list(gone)) == BackLink(
        f"{HOME}?tab=mine", "Untuk saya", from_list(first), from_list(third), has_left=True
    )
    page = web_client(verifier).get(from_list(gone))
    assert "tidak lagi di daftar “Untuk saya” ini" in page.content.decode()


def test_a_file_that_was_dealt_with_keeps_the_neighbours_it_had() -> None:
    verifier = OfficialFactory()
    first, gone, third = sent(17), sent(18), sent(20)
    opened_at = from_list(started(verifier, gone))
    with time_machine.travel(on(20), tick=True):
        finish(verifier, opened_at)
        gone.refresh_from_db()
        assert from_list(gone) != opened_at
        found = way(verifier, opened_at)
    assert (found.previous_url, found.next_url) == (from_list(first), from_list(third))
    assert (found.position, found.total, found.has_left) == (None, None, True)


def test_a_file_that_was_decided_keeps_the_neighbours_it_had() -> None:
    decider = OfficialFactory(role=Role.DECIDER)
    with time_machine.travel(on(17), tick=True):
        first, gone, third = (make_application(cast_of(), stage="decision") for _ in range(3))
    opened_at = from_list(gone)
    with time_machine.travel(on(18), tick=True):
        perform(decider, gone.pk, "reject", reason="Usaha belum berjalan enam bulan.")
        found = way(decider, opened_at)
    gone.refresh_from_db()
    assert gone.due_on is None
    assert (found.previous_url, found.next_url) == (from_list(first), from_list(third))
    assert (found.position, found.has_left) == (None, True)


def test_the_last_file_that_left_has_no_neighbours_and_says_so() -> None:
    verifier = OfficialFactory()
    gone = sent(18)
    started(OfficialFactory(), gone)
    assert way(verifier, from_list(gone)) == BackLink(
        f"{HOME}?tab=mine", "Untuk saya", has_left=True
    )


@pytest.mark.parametrize("stood", ["x", "9999-99-99", "", "1" * 300])
def test_a_malformed_due_date_in_the_address_is_no_error(stood: str) -> None:
    verifier = OfficialFactory()
    file = sent(17)
    found = way(verifier, f"{address(file)}?antrean=tab%3Dmine&batas={stood}")
    assert (found.position, found.total) == (1, 1)


def test_files_without_a_due_date_come_last() -> None:
    staff = OfficialFactory(role=Role.STAFF, regency=None)
    decided, waiting = make_application(cast_of(), state=State.REJECTED), sent(20)
    found = way(staff, from_list(decided, "tab=all"))
    before = from_list(waiting, "tab=all", by_due_date=False)
    assert (found.previous_url, found.next_url) == (before, "")
    assert (found.position, found.total) == (2, 2)


def test_beyond_the_cap_there_is_no_position(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "CAP", 2)
    verifier = OfficialFactory()
    files = [sent(day) for day in (17, 18, 20)]
    found = way(verifier, from_list(files[1]))
    assert (found.position, found.total, found.has_left) == (None, None, False)
    assert found.previous_url == from_list(files[0])


def test_a_file_opened_from_elsewhere_leads_to_the_queue() -> None:
    verifier = OfficialFactory()
    assert way(verifier, address(sent(17))) == BackLink(HOME, "Untuk saya")


def test_the_way_back_ends_at_the_same_page_and_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    verifier = OfficialFactory()
    files = [sent(day) for day in (16, 17, 18, 19, 20)]
    client = web_client(verifier)
    second_page = client.get(client.get(f"{HOME}?tab=mine&scheme=kur-mikro").context["next_url"])
    row = second_page.context["rows"][0]
    assert row.id == files[2].pk
    back = way(verifier, row.url).url
    assert back.endswith(f"#berkas-{row.id}")
    again = client.get(back.partition("#")[0])
    assert [each.id for each in again.context["rows"]] == [files[2].pk, files[3].pk]
    assert f'id="berkas-{row.id}"' in again.content.decode()


def test_the_list_of_all_leads_back_to_itself() -> None:
    verifier = OfficialFactory()
    file = sent(17)
    row = web_client(verifier).get(f"{LIST}?state=submitted").context["rows"][0]
    assert way(verifier, row.url).url == f"{LIST}?state=submitted#berkas-{file.pk}"


@pytest.mark.sampled
@pytest.mark.parametrize(
    "place",
    [
        "",
        "tab=nonsense",
        "order=nonsense",
        "cursor=x",
        "tab=mine&cursor=" + "x" * 2000,
        "%00",
        "q=%00",
    ],
)
def test_a_malformed_place_is_no_error(place: str) -> None:
    verifier = OfficialFactory()
    file = sent(17)
    page = web_client(verifier).get(from_list(file, place))
    assert page.status_code == 200


def test_staff_do_not_get_the_tab_of_reviewers() -> None:
    staff = OfficialFactory(role=Role.STAFF, regency=None)
    file = sent(17)
    assert way(staff, from_list(file, "tab=mine")).url == f"{HOME}?tab=all#berkas-{file.pk}"


def test_the_place_costs_the_same_in_a_long_list() -> None:
    verifier = OfficialFactory()

    def queries(file: Application) -> int:
        client = web_client(verifier)
        client.get(from_list(file))
        with CaptureQueriesContext(connection) as captured:
            client.get(from_list(file))
        return len(captured)

    file = sent(18)
    with_one = queries(file)
    for day in (17, 19, 20):
        sent(day)
    # One less: the file after it is found before the end of the dated ones.
    assert queries(file) == with_one - 1
