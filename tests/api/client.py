"""A client of the API with a token and JSON, and what tests read of its answers."""

from io import BytesIO
from typing import Any

from PIL import Image
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services.tokens import issue_token

V1 = "/api/v1"


def client_for(user: User | None = None) -> APIClient:
    """Return a client with the person's token; anonymous without a person."""
    client = APIClient(raise_request_exception=False)
    client.default_format = "json"
    if user is not None:
        plain, _row = issue_token(user, "test")
        client.credentials(HTTP_AUTHORIZATION=f"Token {plain}")
    return client


def faults(answer: Any) -> list[tuple[str, str | None]]:
    """Return codes and fields of an error answer, after checking its shape."""
    body = answer.json()
    assert set(body) == {"errors"}, body
    assert all(set(entry) == {"code", "field", "message"} for entry in body["errors"])
    assert all(entry["message"] for entry in body["errors"])
    return [(entry["code"], entry["field"]) for entry in body["errors"]]


def photo(name: str = "foto.jpg", colour: str = "teal") -> BytesIO:
    """Return a small JPEG with a name, as a telephone sends it."""
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    out.seek(0)
    out.name = name
    return out
