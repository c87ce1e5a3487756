"""Positions, who holds them, and sources of numbers, as an administrator sets them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import Role
from accounts.models import Agency, Posting, User
from common.dates import clock
from letters.enums import NumberWay
from letters.models import NumberSource, Position, PositionHolder
from letters.services.numbering import give_number
from notifications.models import OutboxMessage
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import LONG_AGO, hold_position, number_source
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
POSITIONS = "/admin/letters/position/"
HOLDERS = "/admin/letters/positionholder/"
SOURCES = "/admin/letters/numbersource/"


def office_of(user: User) -> Agency:
    return Posting.objects.select_related("agency").get(user=user).agency


def administrator(regency: str | None = "35.78") -> tuple[User, Client]:
    person = OfficialFactory(role=Role.ADMIN, regency=regency)
    return person, prove_again(web_client(person))


def tenure(position: Position, person: User, **values: Any) -> dict[str, Any]:
    return {
        "position": position.pk, "user": person.pk, "appointment": "definitive",
        "order_number": "821.2/1/2026", "name": "Siti, S.E.", "nip": "", "rank": "",
        "valid_from": "2026-01-01", "valid_to": "", **values,
    }  # fmt: skip


def test_an_administrator_sets_a_position_and_its_holder() -> None:
    admin, client = administrator()
    decider = OfficialFactory(role=Role.DECIDER)
    agency = office_of(admin)
    made = {"agency": agency.pk, "kind": "head", "title": "Kepala Dinas", "on_behalf_of": ""}
    assert client.post(f"{POSITIONS}add/", made).status_code == 302
    again = client.post(f"{POSITIONS}add/", made)
    assert "sudah mempunyai jabatan itu" in text_of(again)
    position = Position.objects.get()
    page = text_of(client.get(f"{POSITIONS}{position.pk}/change/"))
    assert "Belum ada pemegangnya" in page
    # A holder is added from the page of the position.
    assert client.get(f"{HOLDERS}add/")["Location"] == POSITIONS
    address = f"{HOLDERS}add/?position={position.pk}"
    stranger = OfficialFactory(role=Role.DECIDER, regency="35.15")
    form = client.get(address).content.decode()
    assert decider.email in form
    assert stranger.email not in form
    assert client.post(address, tenure(position, stranger)).status_code == 200
    assert client.post(address, tenure(position, decider)).status_code == 302
    holder = PositionHolder.objects.get()
    assert holder.recorded_by == admin
    colleague, _client = administrator()
    seen = text_of(_client.get(f"{HOLDERS}{holder.pk}/change/"))
    assert str(admin) in seen
    assert f"Dicatat oleh {colleague}" not in seen
    listed = text_of(client.get(POSITIONS))
    assert "Siti, S.E." in listed


def test_faults_stand_beside_their_fields() -> None:
    admin, client = administrator()
    holder = hold_position(OfficialFactory(role=Role.DECIDER))
    other = OfficialFactory(role=Role.DECIDER)
    address = f"{HOLDERS}add/?position={holder.position_id}"

    def errors(**values: Any) -> dict[str, Any]:
        answer = client.post(address, tenure(holder.position, other, **values))
        assert answer.status_code == 200
        return dict(answer.context["adminform"].form.errors)

    assert list(errors()) == ["valid_from"]
    assert list(errors(appointment="plt", valid_from="2019-01-01")) == ["valid_to", "valid_from"]
    assert list(errors(valid_from="2019-02-01", valid_to="2019-01-01")) == ["valid_to"]
    assert list(errors(user=admin.pk, valid_from="2019-01-01", valid_to="2019-02-01")) == ["user"]
    assert "nip" in errors(nip="12", name="x" * 500, user="9" * 40, valid_from="\0")
    # An overlap is seen on the page of a tenure too, which has no field for the position.
    good = tenure(holder.position, other, valid_from="2019-01-01", valid_to="2019-12-31")
    assert client.post(address, good).status_code == 302
    earlier = PositionHolder.objects.get(user=other)
    changed = client.post(f"{HOLDERS}{earlier.pk}/change/", {**good, "valid_to": "2021-01-01"})
    assert list(changed.context["adminform"].form.errors) == ["valid_from"]


def test_nobody_makes_themself_holder() -> None:
    admin, client = administrator()
    holder = hold_position(admin)
    page = client.get(f"{HOLDERS}{holder.pk}/change/")
    assert 'name="_save"' not in page.content.decode()
    assert client.post(f"{HOLDERS}{holder.pk}/change/", {"name": "x"}).status_code == 403
    holder.recorded_by = admin
    with pytest.raises(IntegrityError, match="position_holder_four_eyes"), transaction.atomic():
        holder.save()


def test_other_offices_are_out_of_reach() -> None:
    _admin, client = administrator("35.15")
    holder = hold_position(OfficialFactory(role=Role.DECIDER))
    source = number_source(holder.position.agency)
    for address in (
        f"{POSITIONS}{holder.position_id}/change/",
        f"{HOLDERS}{holder.pk}/change/",
        f"{SOURCES}{source.pk}/change/",
    ):
        assert client.get(address).status_code == 302
    assert holder.name not in text_of(client.get(HOLDERS))
    # Not even by naming the position of another office.
    assert client.get(f"{HOLDERS}add/?position={holder.position_id}").status_code == 302
    made = {"agency": holder.position.agency_id, "kind": "secretary", "title": "S"}
    assert client.post(f"{POSITIONS}add/", made).status_code == 200
    assert Position.objects.count() == 1
    # The province sets those of its regencies; whoever decides only reads.
    _above, province = administrator(None)
    assert province.get(f"{POSITIONS}{holder.position_id}/change/").status_code == 200
    decider = web_client(OfficialFactory(role=Role.DECIDER))
    assert decider.get(f"{POSITIONS}{holder.position_id}/change/").status_code == 200
    assert decider.post(f"{POSITIONS}{holder.position_id}/change/", made).status_code == 403


def source_form(agency: Agency, **values: Any) -> dict[str, Any]:
    return {
        "agency": agency.pk, "letter_code": "", "way": "block", "classification": "500.3",
        "unit_code": "436", "first": "1", "last": "10", "valid_from": "2026-01-01",
        "valid_to": "", **values,
    }  # fmt: skip


def test_a_source_of_numbers_and_its_faults() -> None:
    admin, client = administrator()
    agency = office_of(admin)
    post = f"{SOURCES}add/"
    bad = client.post(post, source_form(agency, last=""))
    assert list(bad.context["adminform"].form.errors) == ["last"]
    bad = client.post(post, source_form(agency, first="0", letter_code="tidak-ada", way="x"))
    assert {"letter_code", "way"} <= set(bad.context["adminform"].form.errors)
    assert client.post(post, source_form(agency, first="9" * 30)).status_code == 200
    assert client.post(post, source_form(agency)).status_code == 302
    again = client.post(post, source_form(agency))
    assert list(again.context["adminform"].form.errors) == ["valid_from"]


def test_a_source_that_gave_numbers_may_only_be_ended() -> None:
    admin, client = administrator()
    agency = office_of(admin)
    source = number_source(agency)
    give_number(agency, "introduction")
    address = f"{SOURCES}{source.pk}/change/"
    page = client.get(address).content.decode()
    assert 'name="first"' not in page
    yesterday = clock.today() - timedelta(days=1)
    bad = client.post(address, {"valid_to": yesterday.isoformat()})
    assert list(bad.context["adminform"].form.errors) == ["valid_to"]
    assert client.post(address, {"valid_to": clock.today().isoformat()}).status_code == 302
    for change in ({"first": 7}, {"way": "typed"}, {"unit_code": "9"}):
        with pytest.raises(IntegrityError, match="may only be ended"), transaction.atomic():
            NumberSource.objects.filter(pk=source.pk).update(**change)
    with pytest.raises(IntegrityError, match="last number"), transaction.atomic():
        NumberSource.objects.filter(pk=source.pk).update(valid_to=LONG_AGO)


def test_a_block_nearly_used_is_told_once() -> None:
    admin, client = administrator()
    above = OfficialFactory(role=Role.ADMIN, regency=None)
    agency = office_of(admin)
    number_source(agency, way=NumberWay.BLOCK, first=11, last=20)
    told = OutboxMessage.objects.filter(key="letter.block_nearly_used")
    for _number in range(7):
        give_number(agency, "introduction")
    assert not told.exists()
    give_number(agency, "introduction")
    message = told.get()
    assert (message.recipient, message.context["left"]) == (admin, 2)
    give_number(agency, "introduction")
    assert told.count() == 1
    assert "9 dari 10 · hampir habis" in text_of(client.get(SOURCES))
    # An office without administrators of its own: those of the province are notified.
    elsewhere = office_of(OfficialFactory(role=Role.DECIDER, regency="35.15"))
    number_source(elsewhere, way=NumberWay.BLOCK, first=1, last=1)
    give_number(elsewhere, "introduction")
    assert told.get(recipient=above)
