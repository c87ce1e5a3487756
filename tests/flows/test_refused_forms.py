"""A form of a person that cannot be taken says so by its status too, whatever page it is on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.enums import LegalForm
from programs.enums import State
from tests.factories.enterprises import owned_enterprise
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_a_form_with_nothing_in_it_answers_400_on_every_page() -> None:
    people = cast_of()
    refused = make_application(people, state=State.REJECTED)
    draft = make_application(people)
    owner, chair = Client(), Client()
    owner.force_login(people.owner, backend=BACKEND)
    head, cooperative = owned_enterprise(legal_form=LegalForm.COOPERATIVE)
    chair.force_login(head, backend=BACKEND)
    pages: list[tuple[Client, str, list[Any], dict[str, str]]] = [
        (owner, "enterprise-register", [], {}),
        (owner, "enterprise-claim", [], {}),
        (owner, "enterprise-edit", [people.enterprise.pk], {}),
        (chair, "enterprise-people", [cooperative.pk], {}),
        (owner, "application-start", ["kur-mikro"], {}),
        (owner, "application-document", [draft.pk, "ktp"], {}),
        (owner, "application-check", [draft.pk], {}),
        (owner, "application-withdraw", [draft.pk], {"reason": "x" * 2001}),
        (owner, "application-borrower", [draft.pk], {}),
        (owner, "application-objection", [refused.pk], {}),
        (owner, "account", [], {}),
        (owner, "rights-ask", ["hapus"], {}),
        (owner, "precheck", ["kur-mikro"], {}),
    ]
    found = {}
    for client, name, parts, body in pages:
        address = reverse(name, args=parts)
        shown = client.get(address).status_code
        found[name] = (shown, client.post(address, body).status_code)
    assert found == {name: (200, 400) for _client, name, _parts, _body in pages}
