"""Saved views: one's own filters under a name, on the queue and on every list."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import SavedView, User
from accounts.services import saved_views
from tests.factories.accounts import OfficialFactory

pytestmark = pytest.mark.django_db
HERE = "/admin/tampilan/"
REGISTER = "/admin/enterprises/enterprise/"


@pytest.fixture
def me() -> User:
    return OfficialFactory()


@pytest.fixture
def desk(client: Client, me: User) -> Client:
    client.force_login(me)
    return client


def save(client: Client, name: str, query: str, page: str = "enterprises.enterprise") -> Any:
    form = {"action": "save", "page": page, "name": name, "query": query}
    return client.post(HERE, form, follow=True)


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("page", "address", "query"),
    [
        ("queue", "/admin/", "tab=all&regency=35.78"),
        ("applications.application", "/admin/applications/application/", "q=batik"),
        ("enterprises.enterprise", REGISTER, "sector__exact=spa&o=2"),
    ],
)
def test_a_view_is_saved_shown_and_current(
    desk: Client, page: str, address: str, query: str
) -> None:
    assert "Simpan tampilan ini" in shown(desk, f"{address}?{query}")
    answer = save(desk, "Spa kota", f"{query}&cursor=abc", page)
    assert answer.redirect_chain == [(f"{address}?{query}", 302)]
    here = answer.content.decode()
    assert 'aria-current="page">Spa kota</a>' in here
    assert "Atur tampilan ini" in here
    assert ">Spa kota</a>" in shown(desk, address)


def test_nothing_to_save_without_filters(desk: Client) -> None:
    assert "Simpan tampilan ini" not in shown(desk, REGISTER)
    assert "Pilih dulu saringan" in save(desk, "Kosong", "cursor=abc&p=3").content.decode()


@pytest.mark.parametrize(
    "name", ["", "   ", "x" * 41, "\u200b\u200b", "12 34\u202e", "\u3164", "123"]
)
def test_a_name_must_be_readable(desk: Client, name: str) -> None:
    assert "Beri nama tampilan ini" in save(desk, name, "q=batik").content.decode()
    assert not SavedView.objects.exists()


def test_a_hostile_name_is_text(desk: Client) -> None:
    save(desk, '<img src=x onerror="x">', "q=batik")
    page = shown(desk, REGISTER)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("query", ["q=" + "x" * 1001, "q=3578011708450001", "q=a%00b"])
def test_a_query_that_is_no_filter_is_not_kept(desk: Client, query: str) -> None:
    save(desk, "Aneh", query)
    assert not SavedView.objects.exists()


def test_a_query_leads_nowhere_else(desk: Client) -> None:
    answer = save(desk, "Keluar", "q=x\r\nLocation: //jahat.example&next=//jahat.example")
    assert [url.split("?")[0] for url, _status in answer.redirect_chain][:1] == [REGISTER]
    assert "\r" not in SavedView.objects.get().query


def test_a_stored_query_is_read_by_the_list_like_any_address(desk: Client, me: User) -> None:
    view = saved_views.save_view(me, page="enterprises.enterprise", name="A", query="q=batik")
    SavedView.objects.filter(pk=view.pk).update(query=urlencode({"password__startswith": "a"}))
    answer = desk.get(f"{REGISTER}?password__startswith=a")
    assert (answer.status_code, answer["Location"]) == (302, f"{REGISTER}?e=1")


def test_the_same_name_is_written_over_and_others_are_bounded(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    for name, query in (("A", "q=satu"), ("A", "q=dua"), ("B", "q=tiga")):
        save(desk, name, query)
    assert list(SavedView.objects.values_list("name", "query")) == [("A", "q=dua"), ("B", "q=tiga")]
    assert "Sudah ada 2 tampilan" in save(desk, "C", "q=empat").content.decode()
    save(desk, "C", "q=empat", "queue")
    assert SavedView.objects.count() == 3


def test_a_view_is_renamed_and_deleted(desk: Client, me: User) -> None:
    one = saved_views.save_view(me, page="queue", name="A", query="tab=all")
    saved_views.save_view(me, page="queue", name="B", query="tab=late")
    form = {"page": "queue", "view": str(one.pk), "query": "tab=all"}
    answer = desk.post(HERE, {**form, "action": "rename", "name": "B"}, follow=True)
    assert "Nama itu sudah dipakai" in answer.content.decode()
    desk.post(HERE, {**form, "action": "rename", "name": "Semua"})
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["B", "Semua"]
    answer = desk.post(HERE, {**form, "action": "delete"}, follow=True)
    assert "Tampilan “Semua” dihapus." in answer.content.decode()
    assert list(SavedView.objects.values_list("name", flat=True)) == ["B"]


def test_other_peoples_views_are_neither_seen_nor_touched(desk: Client) -> None:
    theirs = saved_views.save_view(OfficialFactory(), page="queue", name="Rahasia", query="tab=all")
    assert "Rahasia" not in shown(desk, "/admin/")
    for action in ("rename", "delete"):
        form = {"action": action, "page": "queue", "view": str(theirs.pk), "name": "Punya saya"}
        assert desk.post(HERE, form).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Rahasia"


@pytest.mark.parametrize("page", ["", "x", "accounts.user", "sessions.session", "a.b.c", "//x.id"])
def test_a_list_one_may_not_open_has_no_views(desk: Client, page: str) -> None:
    assert save(desk, "A", "q=batik", page).status_code == 404
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("view", ["", "x", "-1", "9" * 30, "0"])
def test_a_crooked_number_is_not_found(desk: Client, view: str) -> None:
    form = {"action": "delete", "page": "queue", "view": view}
    assert desk.post(HERE, form).status_code == 404


def test_it_is_only_posted_and_only_by_officials(client: Client, desk: Client) -> None:
    assert desk.get(HERE).status_code == 405
    desk.logout()
    assert client.post(HERE, {"page": "queue"}).status_code in (302, 403)
