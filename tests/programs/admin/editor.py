"""The editor of editions in tests: what its forms show, sent back as a browser would."""

from datetime import date
from typing import Any

from django.http import QueryDict
from django.test import Client

from accounts.models import User
from programs.models import Edition
from programs.services.editions import draft_successor

LIST = "/admin/programs/edition/"


def draft_after(
    lead: User, current: Edition, day: date, *, code: str = "2027", basis: str = ""
) -> Edition:
    """Return a draft that follows the edition, of the same regulation unless `basis` is another."""
    return draft_successor(
        lead, current, code=code, valid_from=day, legal_basis=basis or current.legal_basis
    )


def section_address(draft: Edition, section: str) -> str:
    return f"{LIST}{draft.pk}/bagian/{section}/"


def row_address(draft: Edition, section: str, row_id: int) -> str:
    return f"{section_address(draft, section)}{row_id}/"


def body_of(page: Any) -> dict[str, Any]:
    """Return what the form on the page would send, unchanged."""
    body = {"versi": page.context["version"], **fields_of(page.context["form"])}
    if page.context.get("code"):
        body["kode"] = page.context["code"]
    return body


def fields_of(form: Any) -> dict[str, Any]:
    """Return what the fields of a form and its parts would send, unchanged."""
    body: dict[str, Any] = {}
    forms = [form]
    for part in getattr(form, "parts", {}).values():
        forms += [part.raw] if getattr(part, "raw", None) else getattr(part, "rows", [])
    for each in forms:
        for bound in each:
            value = bound.field.prepare_value(bound.value()) if bound.value() is not None else None
            if value is True:
                value = "on"
            if value not in (None, False, ""):
                body[bound.html_name] = value
    return body


def as_sent(body: dict[str, Any]) -> QueryDict:
    """Return the fields as a request carries them."""
    sent = QueryDict(mutable=True)
    for name, value in body.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def save(client: Client, address: str, **changes: Any) -> Any:
    """Open the form at the address, change some fields, and send it; None leaves a field out."""
    body = {**body_of(client.get(address)), **changes}
    return client.post(address, {name: v for name, v in body.items() if v is not None})
