from typing import Any

import pytest
import time_machine
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from notifications.admin.labels import key_choices, key_label, reason_in_words
from notifications.models import Delivery, InboxItem, OutboxMessage
from notifications.selectors import outbox
from notifications.services.delivery import deliver_due
from notifications.services.outbox import enqueue
from tests.factories.accounts import UserFactory
from tests.factories.programs import make_application

LIST = "admin:notifications_outboxmessage_changelist"


@pytest.fixture
def staff_client(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser(email="admin@contoh.id", is_demo=True))
    return client


def failed_message(key: str = "test.note", **fields: Any) -> OutboxMessage:
    return end(enqueue(key=key, context={}, **fields), "failed", "server mati")


def end(message: OutboxMessage, status: str, reason: str = "") -> OutboxMessage:
    message.finished_at, message.attempts, message.sealed = message.created_at, 30, ""
    message.save()
    Delivery.objects.create(message=message, channel="email", status=status, reason=reason)
    return message


def send_again(staff_client: Client, *selected: OutboxMessage) -> None:
    ids = [str(message.id) for message in selected]
    staff_client.post(reverse(LIST), {"action": "send_again", ACTION_CHECKBOX_NAME: ids})


def test_staff_see_why_and_neither_address_nor_text(staff_client: Client) -> None:
    message = enqueue(
        key="account.mail",
        address="siti.aminah@contoh.id",
        context={},
        secret={"subject": "A", "body": "https://rahasia"},
    )
    end(message, "failed", "server mati")
    one = reverse("admin:notifications_outboxmessage_change", args=[message.id])

    for address in (reverse(LIST), one):
        page = staff_client.get(address).content.decode()
        assert "server mati" in page
        assert "s…@contoh.id" in page
        assert "siti.aminah" not in page
        assert "rahasia" not in page


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("waiting", {"waiting"}),
        ("failed", {"failed"}),
        ("suppressed", {"suppressed"}),
        ("finished", {"failed", "suppressed", "sent"}),
    ],
)
def test_list_is_filtered_by_ending(ending: str, expected: set[str], staff_client: Client) -> None:
    enqueue(key="waiting", address="a@b.id", context={})
    for status in ("failed", "suppressed", "sent"):
        end(enqueue(key=status, address="a@b.id", context={}), status, "karena")

    rows = staff_client.get(reverse(LIST), {"ending": ending}).context["cl"].result_list

    assert {message.key for message in rows} == expected


def test_list_costs_the_same_queries_for_one_and_three(
    staff_client: Client, owner: User, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            failed_message(recipient=owner)
        with django_assert_max_num_queries(50) as queries:
            staff_client.get(reverse(LIST))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_failed_message_is_sent_again_on_the_failed_channel_only(
    staff_client: Client, owner: User
) -> None:
    message = failed_message(recipient=owner)
    Delivery.objects.create(message=message, channel="inbox", status="sent")

    send_again(staff_client, message)
    message.refresh_from_db()
    assert (message.finished_at, message.attempts) == (None, 0)
    deliver_due()

    message.refresh_from_db()
    assert message.finished_at is not None
    assert set(message.deliveries.values_list("channel", "status", "attempts")) == {
        ("inbox", "sent", 0),
        ("email", "sent", 1),
    }
    assert InboxItem.objects.count() == 0


def test_unfailed_and_wiped_messages_are_not_sent_again(staff_client: Client) -> None:
    secret = failed_message(key="account.mail", address="a@b.id")
    sent = end(enqueue(key="test.note", address="a@b.id", context={}), "sent")
    waiting = enqueue(key="test.note", address="a@b.id", context={})

    send_again(staff_client, secret, sent, waiting)

    for message in (secret, sent):
        message.refresh_from_db()
        assert message.finished_at is not None
    assert secret.deliveries.get().status == "failed"


def test_nothing_can_be_written_or_removed_by_hand(staff_client: Client) -> None:
    message = failed_message(address="a@b.id")
    name = "admin:notifications_outboxmessage"

    assert staff_client.get(reverse(f"{name}_add")).status_code == 403
    assert staff_client.post(reverse(f"{name}_delete", args=[message.id])).status_code == 403
    assert staff_client.post(reverse(f"{name}_change", args=[message.id]), {}).status_code == 403


def test_viewing_does_not_allow_sending(client: Client, db: None) -> None:
    person = User.objects.create_user(email="lihat@contoh.id", is_staff=True, is_demo=True)
    person.user_permissions.add(
        *person.user_permissions.model.objects.filter(codename="view_outboxmessage")
    )
    client.force_login(person)
    message = failed_message(address="a@b.id")

    send_again(client, message)

    message.refresh_from_db()
    assert message.finished_at is not None


def test_a_message_is_found_by_its_reader_and_by_what_it_is_about(staff_client: Client) -> None:
    file = make_application(state="submitted")
    owner = file.created_by
    User.objects.filter(pk=owner.pk).update(name="Siti Aminah", email="siti.aminah@contoh.id")
    OutboxMessage.objects.all().delete()
    about_file = enqueue(
        key="application.submitted", recipient=owner, context={}, link=f"/pengajuan/{file.pk}/"
    )
    about_enterprise = enqueue(
        key="claim.decided", recipient=owner, context={}, link=f"/usaha/{file.enterprise_id}/"
    )
    mail = enqueue(key="account.mail", address="siti.aminah@contoh.id", context={})
    enqueue(key="claim.decided", recipient=UserFactory(name="Budi Lain"), context={})

    def found(**query: str) -> set[OutboxMessage]:
        return set(staff_client.get(reverse(LIST), query).context["cl"].result_list)

    assert found(q="aminah siti") == {about_file, about_enterprise}
    assert found(q="Siti.Aminah@contoh.id") == {about_file, about_enterprise, mail}
    assert found(q=file.number.lower()) == {about_file}
    assert found(q=str(file.enterprise.nib)) == {about_enterprise}
    assert found(about=f"/pengajuan/{file.pk}/") == {about_file}
    assert found(recipient=str(owner.pk)) == {about_file, about_enterprise}
    assert found(recipient="bukan-angka") == set()
    page = staff_client.get(reverse(LIST), {"q": file.number}).content.decode()
    assert f'<a href="/admin/applications/application/{file.pk}/change/">{file.number}</a>' in page


def test_too_many_people_are_asked_to_be_named(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_PEOPLE", 1)
    for _n in range(2):
        enqueue(key="claim.decided", recipient=UserFactory(name="Siti Rahayu"), context={})
    answer = staff_client.get(reverse(LIST), {"q": "rahayu"})
    assert answer.context["cl"].result_list == []
    assert "Ketik nama atau email lebih lengkap" in answer.content.decode()


def test_a_page_shows_the_text_that_the_person_was_sent(staff_client: Client, owner: User) -> None:
    context = {"enterprise": "Batik Ayu", "accepted": True, "reason": "Cocok."}
    message = enqueue(key="claim.decided", recipient=owner, context=context)
    address = reverse("admin:notifications_outboxmessage_change", args=[message.pk])
    page = staff_client.get(address).content.decode()
    assert "Dinas menerima klaim Anda. Batik Ayu" in page
    assert "Disusun kembali" in page
    assert str(message.pk) not in page.replace(address, "")
    InboxItem.objects.create(
        message_id=message.pk,
        user=owner,
        title="Judul lama",
        body="Isi lama <b>",
        created_at=message.created_at,
    )
    page = staff_client.get(address).content.decode()
    assert "Isi lama &lt;b&gt;" in page
    assert "Sebagaimana diterima di kotak masuk portal" in page


@pytest.mark.parametrize("key", ["account.mail", "phone.code", "tidak.ada"])
def test_secret_and_lost_texts_are_not_shown(key: str, staff_client: Client) -> None:
    text = {"body": "rahasia", "subject": "rahasia"}
    message = enqueue(key=key, address="a@b.id", context={"name": "rahasia"}, secret=text)
    address = reverse("admin:notifications_outboxmessage_change", args=[message.pk])
    answer = staff_client.get(address)
    assert answer.status_code == 200
    assert "rahasia" not in answer.content.decode()


@pytest.mark.parametrize("number", ["x", "0", "00000000-0000-0000-0000-000000000001"])
def test_an_unknown_message_is_not_found(number: str, staff_client: Client) -> None:
    address = reverse("admin:notifications_outboxmessage_change", args=[number])
    assert staff_client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("penerima mematikan saluran", "penerima mematikan saluran"),
        ("alamat ditolak server email (550)", "alamat ditolak server email (550)"),
        ("alamat ditolak server surel (550)", "alamat ditolak server email (550)"),
        ("gangguan pada percobaan ke-3: TimeoutError", "percobaan ke-3: server tidak menjawab"),
        ("gangguan pada percobaan ke-1: KeyError", "percobaan ke-1: gangguan teknis"),
        ("server mati", "server mati"),
    ],
)
def test_reasons_are_shown_without_technical_names(stored: str, shown: str) -> None:
    assert reason_in_words(stored) == shown


def test_reasons_are_shown_in_english_too() -> None:
    with override("en"):
        assert reason_in_words("akun tidak aktif") == "the account is not active"


def test_each_key_is_named_as_its_app_says(staff_client: Client) -> None:
    """The labels lie beside the texts of the message, those of a kind in its own folder."""
    names = {"phone.code": "Kode masuk", "permit.ends": "Pengingat akhir izin"}
    assert {key: key_label(key) for key in names} == names
    assert [key_label(key) for key in ("former.key", "..", "")] == ["Pesan lain"] * 3
    with override("en"):
        assert key_label("phone.code") == "Sign-in code"
    choices = key_choices()
    assert names.items() <= {*choices}
    assert choices == sorted(choices, key=lambda pair: pair[1])
    failed_message("permit.ends", address="a@b.id")
    page = staff_client.get(reverse(LIST), {"key": "permit.ends"}).content.decode()
    assert page.count("Pengingat akhir izin") == 3


def test_the_list_is_downloaded_as_it_is_filtered(staff_client: Client, owner: User) -> None:
    file = make_application(state="submitted")
    OutboxMessage.objects.all().delete()
    User.objects.filter(pk=owner.pk).update(name="Siti", email="siti@contoh.id")
    link = f"/pengajuan/{file.pk}/"
    end(enqueue(key="claim.decided", recipient=owner, context={}, link=link), "failed", "uji")
    enqueue(key="queue.digest", recipient=owner, context={})
    address = reverse("admin:notifications_outboxmessage_export", args=["csv"])
    with time_machine.travel("2026-11-23T03:00:00Z"):
        answer = staff_client.get(address, {"ending": "failed"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="pesan-keluar-2026-11-23.csv"'
    assert lines[0] == "Dibuat pada,Jenis pesan,Penerima,Tentang,Hasil,Selesai pada"
    assert len(lines) == 2
    row = f",Keputusan klaim usaha,Siti · s…@contoh.id,{file.number},email: gagal (uji),"
    assert row in lines[1]


def test_a_file_leads_to_its_messages(staff_client: Client) -> None:
    file = make_application(state="submitted")
    page = staff_client.get(f"/admin/applications/application/{file.pk}/change/").content.decode()
    address = f"{reverse(LIST)}?about=/pengajuan/{file.pk}/"
    assert f'href="{address}"' in page
    answer = staff_client.get(address)
    assert [each.key for each in answer.context["cl"].result_list] == ["application.submitted"]
    assert f"<b>{file.number}</b>" in answer.content.decode()
