"""Every page, list, form and endpoint opens, for every kind of programme, in every state.

The same tests run for a kind that is added for a test (`test_sixth_kind`).
"""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from applications.models import Application
from applications.permissions import review_stages
from common.dates import clock
from permits.permissions import RECORDED_OUTCOME
from programs.admin.edition.sections import sections
from programs.enums import State
from programs.kinds.registry import kinds
from programs.models import Edition
from programs.selectors.edition_rows import rows_of, version_of
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import UserFactory
from tests.factories.schemes import fitting_answers, official_for
from tests.flows.every_scheme import (
    REASON,
    Decided,
    filled_draft,
    is_looked_up_and_prechecked,
    leave,
    send,
    sent_application,
)
from tests.flows.permit_life import is_recorded
from tests.kinds.page_opener import (
    WITHOUT_KIND,
    PageOpener,
    application_parts,
    first_scheme,
    open_admin,
    open_file,
    parts_without_a_value,
    scheme_parts,
)
from tests.programs.admin.editor import (
    as_sent,
    fields_of,
    row_address,
    save,
    section_address,
)

pytestmark = pytest.mark.django_db
for_each_kind = pytest.mark.parametrize("kind", [kind.code for kind in kinds()])
# A run of all tests opens every page with this kind; `--exhaustive` with each.
FIRST = next(iter(kinds())).code
COMMON = (
    ("visitor", "/program/"),
    ("superuser", "/admin/programs/scheme/"),
    ("superuser", "/admin/programs/scheme/add/"),
    ("superuser", "/admin/belum-diverifikasi/"),
)
OPENED = frozenset({200, 302})
REFUSED = frozenset({400, 401, 403, 404, 405, 406})


@pytest.fixture
def superuser() -> User:
    """Create a superuser, who may open every page of the admin."""
    user: User = UserFactory(is_superuser=True, is_staff=True)
    return user


def open_everything(
    opener: PageOpener, owner: User, superuser: User, official: User, pk: int
) -> Application:
    """Open everything that shows the application, as each person who may see it."""
    application = Application.objects.get(pk=pk)
    parts = application_parts(application)
    opener.open_pages("owner", web_client(owner), parts)
    opener.open_endpoints("owner", owner, parts)
    opener.open_endpoints("official", official, parts)
    open_file(opener, superuser, application)
    return application


def officials_of(edition: Edition) -> dict[str, User]:
    """Return the official of each stage of the office by the code of the stage.

    Stages of one role have one official, unless the edition wants a second person.
    """
    by_role: dict[str, User] = {}
    by_stage: dict[str, User] = {}
    for stage in edition.stages.all():
        if not stage.exit:
            continue
        if stage.second_person or stage.role not in by_role:
            by_role[stage.role] = official_for(edition.scheme.code, stage)
        by_stage[stage.code] = by_role[stage.role]
    return by_stage


def approve(opener: PageOpener, superuser: User, *, every_state: bool) -> Application:
    """Bring an application to its end with a correction; open its pages on the way.

    Its pages are opened about to be decided and at its end; with `every_state` in every other
    state and stage, too.
    """
    owner, pk = sent_application(opener.edition.scheme.code, opener.edition)
    officials = officials_of(opener.edition)
    stages = review_stages(Application.objects.get(pk=pk))
    first, last = officials[stages[0].code], officials[stages[-1].code]
    if every_state:
        open_everything(opener, owner, superuser, first, pk)
    send(first, pk, "start_review")
    if every_state:
        open_everything(opener, owner, superuser, first, pk)
    question, requirement = opener.edition.questions.all()[0], opener.edition.requirements.all()[0]
    fields = [f"answers.{question.code}", f"documents.{requirement.code}"]
    send(first, pk, "request_revision", reason=REASON, data={"fields": fields})
    if every_state:
        open_everything(opener, owner, superuser, first, pk)
    send(owner, pk, "submit", data={"declaration": True})
    for stage in stages:
        official = officials[stage.code]
        leave(official, pk, stage.exit)
        if every_state or stage is stages[-1]:
            open_everything(opener, owner, superuser, official, pk)
    if opener.edition.scheme.outcome == RECORDED_OUTCOME:
        # It is complete with the document that another agency issued, and says so itself.
        is_recorded(Decided(pk, owner, last), opener.edition.scheme.code)
    if Application.objects.get(pk=pk).state != State.COMPLETED:
        send(last, pk, "complete", reason=REASON, data={"open_stages_confirmed": True})
    return open_everything(opener, owner, superuser, last, pk)


def reject(opener: PageOpener, superuser: User) -> Application:
    """Bring an application to a rejection; open its pages."""
    owner, pk = sent_application(opener.edition.scheme.code, opener.edition)
    officials = officials_of(opener.edition)
    stages = review_stages(Application.objects.get(pk=pk))
    send(officials[stages[0].code], pk, "start_review")
    for stage in stages:
        leave(officials[stage.code], pk, stage.exit, opinion="negative", decision="reject")
    return open_everything(opener, owner, superuser, officials[stages[-1].code], pk)


@pytest.mark.whole
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind.code, marks=[] if kind.code == FIRST else pytest.mark.exhaustive)
        for kind in kinds()
    ],
)
def test_every_page_and_endpoint_opens(kind: str, superuser: User, exhaustive: bool) -> None:
    opener = PageOpener(first_scheme(kind), opens_common=True)
    code = opener.edition.scheme.code
    is_looked_up_and_prechecked(code, opener.edition)
    opener.open_pages("visitor", Client(), scheme_parts(opener.edition))
    opener.open_endpoints("visitor", None, scheme_parts(opener.edition))
    opener.open_pages("superuser", web_client(superuser), scheme_parts(opener.edition))
    opener.open_endpoints("superuser", superuser, scheme_parts(opener.edition))

    completed = approve(opener, superuser, every_state=exhaustive)
    rejected = reject(opener, superuser)

    open_admin(opener, superuser)

    assert (completed.state, rejected.state) == (State.COMPLETED, State.REJECTED)
    unexpected = {
        key: status
        for key, status in opener.answers.items()
        if status not in OPENED and status not in REFUSED
    }
    assert unexpected == {}
    for key in (
        ("visitor", f"/program/{code}/"),
        ("visitor", f"/program/{code}/cek/"),
        ("owner", f"/pengajuan/{completed.pk}/"),
        ("owner", f"/pengajuan/{completed.pk}/tanda-terima/"),
        ("owner", f"/usaha/{completed.enterprise_id}/cocok/"),
        ("owner", f"{V1}/applications/{completed.pk}/"),
        ("official", f"{V1}/applications/{completed.pk}/"),
        ("superuser", f"/admin/applications/application/{completed.pk}/change/"),
        ("superuser", f"/admin/programs/edition/{opener.edition.pk}/change/"),
        ("superuser", f"/admin/programs/scheme/{opener.edition.scheme_id}/change/"),
        *COMMON,
    ):
        assert opener.answers[key] == 200, key


@pytest.mark.sampled
@for_each_kind
def test_a_draft_is_filled_corrected_and_withdrawn(
    kind: str, superuser: User, exhaustive: bool
) -> None:
    opener = PageOpener(first_scheme(kind), opens_common=exhaustive)
    owner, pk = filled_draft(opener.edition.scheme.code, opener.edition)
    official = next(iter(officials_of(opener.edition).values()))
    pages = web_client(owner)
    open_everything(opener, owner, superuser, official, pk)
    for group in sorted({question.group for question in opener.edition.questions.all()}):
        wrong = pages.post(f"/pengajuan/{pk}/isi/{group}/", {})
        assert wrong.status_code in (200, 302)
    assert pages.post(f"/pengajuan/{pk}/periksa/", {}).status_code == 400
    assert pages.post(f"/pengajuan/{pk}/tarik/", {"reason": ""}).status_code == 302
    withdrawn = open_everything(opener, owner, superuser, official, pk)

    assert withdrawn.state == State.WITHDRAWN
    assert {status for status in opener.answers.values() if status >= 500} == set()


def every_row_is_saved_as_it_is(client: Client, draft: Edition) -> None:
    """Open every section of a draft; a form that is saved as it is shown changes nothing."""
    for section in sections():
        assert client.get(section_address(draft, section.slug)).status_code == 200
        added = client.get(f"{section_address(draft, section.slug)}tambah/", follow=True)
        assert added.status_code == 200
        rows = list(rows_of(draft, section.table))
        if not rows:
            continue
        address = row_address(draft, section.slug, rows[0].pk)
        assert client.get(f"{address}hapus/").status_code == 200
        assert save(client, address).status_code == 302
        for row in rows:
            shown = section.form(instance=row, edition=draft)
            stored = rows_of(draft, section.table).get(pk=row.pk)
            form = section.form(as_sent(fields_of(shown)), instance=stored, edition=draft)
            assert form.is_valid(), (section.slug, str(row), form.errors_by_id())
            assert version_of(form.instance) == version_of(row), (section.slug, str(row))


@pytest.mark.sampled
@for_each_kind
def test_the_next_edition_is_written_checked_and_published(kind: str, superuser: User) -> None:
    edition = first_scheme(kind)
    client = web_client(superuser)
    address = f"/admin/programs/edition/{edition.pk}/berikutnya/"
    data = {
        "code": "berikutnya",
        "valid_from": clock.today().isoformat(),
        "legal_basis": edition.legal_basis,
    }
    created = client.post(address, data)
    assert created.status_code == 302
    draft = Edition.objects.get(scheme=edition.scheme, code="berikutnya")
    assert client.get(f"/admin/programs/edition/{draft.pk}/change/").status_code == 200
    every_row_is_saved_as_it_is(client, draft)
    assert client.get(f"/admin/programs/edition/{draft.pk}/terbitkan/").status_code == 200
    page = client.post(f"/admin/programs/edition/{draft.pk}/terbitkan/")
    draft.refresh_from_db()
    assert draft.is_published, text_of(page)


@pytest.mark.whole
@for_each_kind
def test_a_spreadsheet_is_judged(kind: str, tmp_path: Path) -> None:
    edition = first_scheme(kind)
    answers = {
        name: "ya" if value is True else "tidak" if value is False else value
        for name, value in fitting_answers(edition).items()
    }
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["scheme", *answers])
        writer.writerow([edition.scheme.code, *answers.values()])
        writer.writerow([edition.scheme.code, *("" for _each in answers)])
    call_command("check_eligibility", str(source), out=out)
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["codes"] == "bad_row" for row in rows] == [False, False]


@pytest.mark.whole
@for_each_kind
def test_the_catalogue_and_the_description_name_it(kind: str) -> None:
    rows: list[Any] = []
    page = f"{V1}/schemes/?kind={kind}"
    client = client_for()
    while page:
        body = client.get(page).json()
        rows += body["results"]
        page = body["next"]
    assert {row["kind"] for row in rows} == {kind}
    described = client.get("/api/schema/?format=json").content.decode()
    assert json.dumps(kind) in described


def test_no_address_is_left_out_by_accident() -> None:
    assert parts_without_a_value() <= WITHOUT_KIND
