"""The history of the law: earlier values and who changed them, however the change was made."""

import itertools
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.enums import Role
from accounts.models import User
from programs.models import Edition, Rule
from programs.services.loading import load_schemes
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.reference import LegalParameterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return OfficialFactory(role=Role.ADMIN, regency=None)


def past_of(row: Any) -> list[Any]:
    return list(row.events.order_by("pgh_id"))


def test_a_verified_figure_remembers_what_it_was_and_by_whom(lead: User) -> None:
    rule = Rule.objects.filter(confidence="M", edition__status="published")[0]
    form = {"legal_basis": "UU 1", "article": "Pasal 2", "source_url": "https://contoh.go.id"}
    address = f"/admin/programs/rule/{rule.pk}/change/"
    assert web_client(lead).post(address, form).status_code == 302
    (before,) = past_of(rule)
    assert (before.pgh_label, before.verified_by_id) == ("before_update", None)
    assert (before.legal_basis, before.value) == (rule.legal_basis, rule.value)
    assert before.pgh_context.metadata == {"user": lead.pk}


def test_a_parameter_changed_in_the_admin_is_remembered() -> None:
    parameter = LegalParameterFactory(value="1")
    superuser = UserFactory(is_superuser=True, is_staff=True)
    address = f"/admin/reference/legalparameter/{parameter.pk}/change/"
    page = web_client(superuser).get(address).context["adminform"].form
    form = {name: "" if value is None else value for name, value in page.initial.items()}
    assert web_client(superuser).post(address, {**form, "value": "2"}).status_code == 302
    assert [each.value for each in past_of(parameter)] == ["1"]
    assert past_of(parameter)[0].pgh_context.metadata == {"user": superuser.pk}
    page = web_client(superuser).get(address.replace("change", "history"))
    told = [(str(each.by), each.label, each.before, each.after) for each in _told(page)]
    assert told[0] == (str(superuser), "Nilai", "1 hari kerja", "2 hari kerja")


@pytest.mark.parametrize("changes", [1, 3])
def test_the_history_of_a_row_tells_from_and_to_in_a_fixed_number_of_queries(
    changes: int, lead: User, django_assert_num_queries: Any
) -> None:
    rule = Rule.objects.filter(key="amount_max", edition__scheme__code="kur-mikro").latest("pk")
    amounts = [60_000_000 + number * 1_000_000 for number in range(changes)]
    for amount in amounts:
        Rule.objects.filter(pk=rule.pk).update(value=amount)
    client, address = web_client(lead), f"/admin/programs/rule/{rule.pk}/history/"
    client.get(address)
    with django_assert_num_queries(9):
        page = client.get(address)
    shown = ["Rp100.000.000", *(f"Rp{amount // 1_000_000}.000.000" for amount in amounts)]
    assert [(each.before, each.after) for each in _told(page)] == [
        *reversed([*itertools.pairwise(shown)])
    ]
    assert [each.by for each in _told(page)] == [None] * changes


def _told(page: Any) -> list[Any]:
    return [*page.context["former_values"]]


def test_raw_sql_is_remembered_without_a_name_and_a_reload_writes_nothing() -> None:
    load_schemes()
    edition = Edition.objects.filter(status="published").order_by("pk")[0]
    assert past_of(edition) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE programs_edition SET legal_basis = 'lain' WHERE id = %s", [edition.pk]
        )
    (before,) = past_of(edition)
    assert (before.legal_basis, before.pgh_context) == (edition.legal_basis, None)


def test_the_past_is_never_rewritten() -> None:
    rule: Any = Rule.objects.all()[0]
    Rule.objects.filter(pk=rule.pk).update(label_id="Lain")
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        rule.events.update(label_id="Palsu")
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        rule.events.all().delete()
