"""Lists of the register and of claims in the admin, as an official reads them."""

from typing import Any

from django.test import Client

REGISTER = "/admin/enterprises/enterprise/"
CLAIMS = "/admin/enterprises/claim/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def listed(client: Client, address: str) -> list[int]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["cl"].result_list]
