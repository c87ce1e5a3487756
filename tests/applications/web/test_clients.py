"""A helper's clients, for whom they act, and that nothing opens after the end of consent."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from applications.models import Application
from applications.services.drafts import create_draft, save_answers
from applications.services.transitions import perform
from common.dates import clock
from common.errors import NotFound
from enterprises.models import Member
from notifications.models import OutboxMessage
from tests.api.client import V1, client_for, photo
from tests.factories.accounts import HelperFactory, UserFactory
from tests.factories.consents import declared_helper
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programs import Cast, make_application

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def clients_of(count: int) -> Any:
    helper = HelperFactory()
    for _row in range(count):
        enterprise = EnterpriseFactory()
        Member.objects.create(enterprise=enterprise, user=helper, role="helper", since=clock.now())
        create_draft(helper, scheme="kur-mikro", enterprise_id=enterprise.pk)
    return helper


@pytest.mark.parametrize("count", [1, 3])
def test_clients_are_listed_with_their_files_in_a_fixed_number_of_queries(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    helper = clients_of(count)
    client.force_login(helper)
    with django_assert_num_queries(13):
        page = text(client.get("/pendamping/"))
    assert page.count("Draf, lanjutkan") == count
    assert page.count("Persetujuan pemilik ditunggu sampai") == count
    api = client_for(helper)
    with django_assert_num_queries(9):
        rows = api.get(f"{V1}/clients/").json()["results"]
    assert [len(row["files"]) for row in rows] == [1] * count
    assert rows[0]["files"][0]["whose_turn"] == "applicant"


def test_clients_are_paged_and_a_broken_cursor_starts_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("applications.selectors.clients.CLIENTS_A_PAGE", 1)
    client.force_login(clients_of(2))
    first = client.get("/pendamping/")
    assert "Berikutnya" in text(first)
    assert text(client.get(f"/pendamping/{first.context['next_url']}")).count("<section") == 1
    assert client.get("/pendamping/?hal=rusak").status_code == 302


def _addresses(patterns: Any, prefix: str = "") -> Any:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def pages_of(file: Application) -> list[str]:
    """Return every page of the enterprise and of the file, by the routes of the portal."""
    parts = {
        "<row:enterprise_id>": file.enterprise_id,
        "<int:enterprise_id>": file.enterprise_id,
        "<int:application_id>": file.pk,
        "<row:application_id>": file.pk,
        "<slug:group>": "loan",
        "<slug:requirement>": "ktp",
    }
    found = []
    for route in _addresses(get_resolver().url_patterns):
        if route.startswith(("admin", "api")) or not any(part in route for part in parts):
            continue
        for part, value in parts.items():
            route = route.replace(part, str(value))
        if "<" not in route:
            found.append(f"/{route}")
    return found


def test_every_page_of_a_client_names_for_whom_the_helper_acts(client: Client) -> None:
    helper, enterprise = declared_helper(name="Usaha Bersama " + "Makmur" * 30)
    people = Cast(
        owner=helper, enterprise=enterprise, verifier=helper, analyst=helper, decider=helper
    )
    file = make_application(people)
    client.force_login(helper)
    named, said = [], f"Anda bertindak untuk <strong>{enterprise.name}</strong>"
    for address in pages_of(file):
        answer = client.get(address)
        is_page = answer.status_code == 200 and "text/html" in answer["Content-Type"]
        if is_page and not answer.streaming:
            named.append((address, said in text(answer)))
    assert len(named) > 12
    assert [address for address, is_named in named if not is_named] == []
    owner = Member.objects.filter(user=helper)
    assert "Anda bertindak untuk" not in text(client.get("/usaha/"))
    assert owner.count() == 1


def test_nothing_opens_to_a_helper_after_the_end_of_consent(client: Client) -> None:
    helper, enterprise = declared_helper()
    people = Cast(
        owner=helper, enterprise=enterprise, verifier=helper, analyst=helper, decider=helper
    )
    file = make_application(people)
    with time_machine.travel(clock.now() + timedelta(days=15)):
        client.force_login(helper)
        answers = {page: client.get(page).status_code for page in pages_of(file)}
        open_still = {page for page, status in answers.items() if status not in (404, 405)}
        own = f"/usaha/{enterprise.pk}/persetujuan/"
        assert open_still == {own, f"{own}formulir/", f"{own}cetak/"}
        page = text(client.get("/pendamping/"))
        assert "Tertutup sampai pemiliknya setuju" in page
        assert file.number not in page + text(client.get("/")) + text(client.get("/pengajuan/"))
        api = client_for(helper)
        one = f"{V1}/applications/{file.pk}/"
        upload = {"requirement": "ktp", "file": photo()}
        for answer in (
            api.get(one),
            api.patch(one, {"answers": {"tenor_months": 12}}),
            api.post(f"{one}transitions/", {"name": "submit", "data": {"declaration": True}}),
            api.post(f"{one}documents/", upload, format="multipart"),
            api.get(f"{V1}/enterprises/{enterprise.pk}/"),
            api.patch(f"{V1}/enterprises/{enterprise.pk}/", {"workers": 9}),
            api.post(
                f"{V1}/applications/",
                {"scheme": "kur-mikro", "enterprise": enterprise.pk, "answers": {}},
            ),
        ):
            assert answer.status_code == 404
        assert api.get(f"{V1}/clients/").json()["results"] == []
        with pytest.raises(NotFound):
            perform(helper, file.pk, "withdraw")
        with pytest.raises(NotFound):
            save_answers(helper, file.pk, {"tenor_months": 12})
        told = OutboxMessage.objects.filter(recipient=helper).count()
        Member.objects.create(
            enterprise=enterprise, user=UserFactory(), role="owner", since=clock.now()
        )
        perform(Member.objects.get(role="owner").user, file.pk, "withdraw")
        assert OutboxMessage.objects.filter(recipient=helper).count() == told
