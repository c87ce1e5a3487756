"""Opens every URL of the portal that can show something of one kind of programme."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.test import Client

from accounts.models import User
from applications.models import Application
from common.dates import clock
from programs.enums import State
from programs.models import Edition, Scheme
from programs.selectors.catalogue import edition_on
from tests.access.addresses import Address, addresses
from tests.api.client import client_for
from tests.clients import web_client

# Parts of a URL that do not depend on a kind: a person, an import, a message, an export.
WITHOUT_KIND = frozenset(
    {
        "agency_id",
        "app_label",
        "batch_id",
        "buyer_request_id",
        "change_id",
        "check_id",
        "claim_id",
        "code_id",
        "consent_id",
        "content_type_id",
        "file_uid",
        "item_id",
        "job_id",
        "key",
        "letter_id",
        "maker_id",
        "member_id",
        "name",
        "notice_id",
        "objection_id",
        "permit_id",
        "photo_uid",
        "pk",
        "product_id",
        "product_uid",
        "purpose",
        "reminder_id",
        "right",
        "row_id",
        "run_id",
        "section",
        "small_report",
        "standing_id",
        "task",
        "token_id",
        "uid",
        "uidb36",
        "url",
        "user_id",
    }
)
# Signing in and out, and the state of the servers do not depend on a kind.
INDEPENDENT_OF_KIND = (
    "readyz",
    "akun/",
    "masuk/",
    "keluar/",
    "dev/",
    "accounts/",
    "admin/logout",
    "admin/jsi18n",
)
ROWS_PER_LIST = 3


@dataclass
class PageOpener:
    """Opens URLs for one scheme; `answers` has the status by name of the person and path.

    Unless `opens_common`, the pages that are the same for every kind stay closed.
    """

    edition: Edition
    opens_common: bool = True
    answers: dict[tuple[str, str], int] = field(default_factory=dict)

    def open_pages(self, name: str, client: Client, parts: Mapping[str, Iterable[Any]]) -> None:
        """Open every page whose parts are given; an exception in a view fails the test.

        URLs without a part of an application are opened once per person.
        """
        for address in addresses():
            if not address.is_api and not address.route.startswith(INDEPENDENT_OF_KIND):
                self._open(name, client, address, parts)

    def open_endpoints(self, name: str, user: User | None, parts: Mapping[str, Any]) -> None:
        """Read every endpoint whose parts are given."""
        client = client_for(user)
        for address in addresses():
            # The description is generated for each reader; a test of its own checks it.
            if address.is_api and "GET" in address.methods and address.route != "api/schema/":
                self._open(name, client, address, parts)

    def _open(
        self, name: str, client: Client, address: Address, parts: Mapping[str, Iterable[Any]]
    ) -> None:
        wanted = _parts_of(address)
        changes = "application_id" in wanted
        if not wanted and not self.opens_common:
            return
        for path in paths(address, parts):
            if changes or (name, path) not in self.answers:
                self.record(name, path, client.get(path))

    def record(self, name: str, path: str, answer: Any) -> None:
        """Read the whole response and note its status."""
        if hasattr(answer, "streaming_content"):
            b"".join(answer.streaming_content)
        self.answers[name, path] = answer.status_code


def scheme_parts(edition: Edition) -> dict[str, list[Any]]:
    """Return the values that fill addresses belonging to no application."""
    return {"code": [edition.scheme.code], "edition_id": [edition.pk], "file_format": ["csv"]}


def application_parts(application: Application) -> dict[str, list[Any]]:
    """Return the values that fill the addresses of an application's pages.

    For a draft the page of every document is opened; later one is enough, as all show the same.
    """
    edition = application.edition
    attachments = list(application.attachments.values_list("pk", flat=True)[:1])
    requirements = [item.code for item in edition.requirements.all()]
    return {
        **scheme_parts(edition),
        "application_id": [application.pk],
        "enterprise_id": [application.enterprise_id],
        "group": sorted({question.group for question in edition.questions.all()}),
        "requirement": requirements if application.state == State.DRAFT else requirements[:1],
        "attachment_id": attachments,
        "document_id": attachments,
        # The page of a document.
        "number": [1],
    }


def rows_of_a_kind(edition: Edition) -> Iterator[tuple[str, Any]]:
    """Return the admin's lists with rows of a kind, and the keys of some of those rows."""
    yield "programs/scheme", edition.scheme_id
    for each in edition.scheme.editions.all():
        yield "programs/edition", each.pk
    for name in ("rules", "requirements", "stages"):
        for row in getattr(edition, name).all()[:ROWS_PER_LIST]:
            yield f"programs/{row._meta.model_name}", row.pk


def open_file(opener: PageOpener, superuser: User, application: Application) -> None:
    """Open the official's pages of an application."""
    rows = [
        ("applications/application", application.pk),
        ("enterprises/enterprise", application.enterprise_id),
    ]
    client = web_client(superuser)
    _open_rows(opener, client, rows)
    if application.state == State.SUBMITTED:
        path = f"/admin/applications/application/{application.pk}/pdf/"
        opener.record("superuser", path, client.get(path))


def open_admin(opener: PageOpener, superuser: User) -> None:
    """Open the pages of a kind's rows, and every list filtered by the kind's scheme."""
    client = web_client(superuser)
    _open_rows(opener, client, rows_of_a_kind(opener.edition))
    scheme = opener.edition.scheme
    for path in (
        f"/admin/?tab=all&scheme={scheme.code}",
        f"/admin/?tab=late&scheme={scheme.code}",
        f"/admin/applications/application/?scheme={scheme.code}",
        f"/admin/programs/rule/?edition__scheme__id__exact={scheme.pk}&verified=no",
        f"/admin/programs/requirement/?edition__scheme__id__exact={scheme.pk}",
        f"/admin/programs/stage/?edition__scheme__id__exact={scheme.pk}",
        f"/admin/laporan/?scheme={scheme.code}",
    ):
        opener.record("superuser", path, client.get(path))


def _open_rows(opener: PageOpener, client: Client, rows: Iterable[tuple[str, Any]]) -> None:
    for place, key in rows:
        for view in ("change/", "history/", "delete/"):
            path = f"/admin/{place}/{key}/{view}"
            opener.record("superuser", path, client.get(path))


def first_scheme(kind: str) -> Edition:
    """Return the edition in force of the kind's first scheme."""
    code = Scheme.objects.filter(kind=kind).order_by("code").values_list("code", flat=True)[0]
    return edition_on(code, clock.today())


def parts_without_a_value() -> set[str]:
    """Return the parts of URLs that neither an application nor a scheme provides."""
    known = {
        *scheme_parts(Edition(scheme=Scheme())),
        "application_id",
        "enterprise_id",
        "group",
        "requirement",
        "attachment_id",
        "document_id",
        "number",
        # Provided per list of the admin.
        "object_id",
    }
    return {part for address in addresses() for part in _parts_of(address)} - known


def _parts_of(address: Address) -> list[str]:
    names = (segment.split(":")[-1] for segment in address.route.split("<")[1:])
    return [name.split(">")[0] for name in names]


def paths(address: Address, parts: Mapping[str, Iterable[Any]]) -> Iterator[str]:
    """Return the address with every value of its parts; nothing where a part is unknown."""
    wanted = _parts_of(address)
    if all(name in parts for name in wanted):
        for values in product(*(parts[name] for name in wanted)):
            yield address.path(dict(zip(wanted, map(str, values), strict=True)))
