import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notifications.enums import Channel
from notifications.models import InboxItem
from notifications.selectors.inbox import unread_count
from notifications.selectors.preferences import choices_of
from notifications.web import inbox
from tests.shown import send_as_shown

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def reader(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def add_item(user: User, number: int = 0, **fields: Any) -> InboxItem:
    return InboxItem.objects.create(
        **{
            "message_id": uuid.uuid4(),
            "user": user,
            "title": f"Pesan {number}",
            "body": "Isi",
            "created_at": NOW - timedelta(minutes=number),
            **fields,
        }
    )


def test_inbox_shows_only_own_messages_newest_first(reader: Client, owner: User) -> None:
    items = [add_item(owner, number) for number in (2, 1)]
    add_item(User.objects.create_user(email="lain@contoh.id"))

    response = reader.get("/pesan/")

    assert response.context["items"] == [items[1], items[0]]
    assert response.context["unread"] == 2


def test_empty_inbox_says_what_it_is_for(reader: Client) -> None:
    assert "Belum ada pesan" in reader.get("/pesan/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_costs_the_same_queries_for_one_and_three(
    rows: int, reader: Client, owner: User, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        add_item(owner, number)

    # session, user, postings, page, unread on the page, unread in the menu
    with django_assert_num_queries(6):
        reader.get("/pesan/")


def test_inbox_is_paged_both_ways(
    reader: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    newest, second, oldest = (add_item(owner, number) for number in range(3))

    first = reader.get("/pesan/")
    assert (first.context["items"], first.context["previous_url"]) == ([newest, second], "")
    last = reader.get("/pesan/" + first.context["next_url"])
    assert (last.context["items"], last.context["next_url"]) == ([oldest], "")
    back = reader.get("/pesan/" + last.context["previous_url"])
    assert back.context["items"] == [newest, second]


def test_invalid_cursor_leads_to_the_first_page(reader: Client) -> None:
    response = reader.get("/pesan/", {"cursor": "x"})

    assert (response.status_code, response["Location"]) == (302, "/pesan/")


def test_opening_marks_read_by_post_alone_and_once(reader: Client, owner: User) -> None:
    opened = add_item(owner, link="/pengajuan/7/")
    address = reverse("inbox-item", args=[opened.id])

    assert 'href="/pengajuan/7/"' in reader.get(address).content.decode()
    assert unread_count(owner) == 1
    response = reader.post(address)
    assert (response.status_code, response["Location"]) == (302, address)
    opened.refresh_from_db()
    first_read = opened.read_at
    assert first_read is not None
    reader.post(address)
    opened.refresh_from_db()
    assert opened.read_at == first_read


def test_text_of_a_message_is_escaped_and_its_links_work(reader: Client, owner: User) -> None:
    opened = add_item(owner, title="<b>", body='<script>x</script> https://contoh.id/?a=1&b="')

    page = reader.get(reverse("inbox-item", args=[opened.id])).content.decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    assert '<a href="https://contoh.id/?a=1&amp;b=' in page


def test_message_of_another_person_is_not_found(reader: Client) -> None:
    other = add_item(User.objects.create_user(email="lain@contoh.id"))
    address = reverse("inbox-item", args=[other.id])

    assert (reader.get(address).status_code, reader.post(address).status_code) == (404, 404)
    other.refresh_from_db()
    assert other.read_at is None


def test_all_can_be_marked_read(reader: Client, owner: User) -> None:
    add_item(owner)
    other = add_item(User.objects.create_user(email="lain@contoh.id"))

    reader.post(reverse("inbox-read-all"))

    assert unread_count(owner) == 0
    other.refresh_from_db()
    assert other.read_at is None


def test_email_can_be_switched_off_and_on(reader: Client, owner: User) -> None:
    address = "/akun/pemberitahuan/"
    assert reader.get(address).context["form"].initial == {}
    assert choices_of(owner) == {Channel.EMAIL: True}

    response = send_as_shown(reader, address, {})
    assert (response.status_code, response["Location"]) == (302, address)
    assert choices_of(owner) == {Channel.EMAIL: False}

    send_as_shown(reader, address, {"email": "on"})
    assert choices_of(owner) == {Channel.EMAIL: True}


@pytest.mark.parametrize("address", ["/pesan/", "/pesan/1/", "/akun/pemberitahuan/"])
def test_pages_are_for_people_who_signed_in(address: str, client: Client, db: None) -> None:
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (302, f"/masuk/?next={address}")
