"""Columns that no code acts on yet appear on no form, list, page or answer of the API.

Of values that no code tells apart it is listed which they are.
"""

import ast
import re
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest
from django.test import Client, RequestFactory

from accounts.models import User
from programs.admin.edition.sections import sections
from programs.admin.edition.summary import EditionForm
from programs.enums import EditionBasis, UniquenessKey
from programs.models import Edition, Scheme, Stage
from programs.policies.edition_tables import EDITION_TABLES
from programs.services.editions import draft_successor
from tests.architecture.source import nodes, python_files
from tests.clients import web_client
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
IDLE = ((Stage, "scoring_sheet"),)
NAMES = {name for _model, name in IDLE}
# Described where they are declared, in `programs.enums`; whoever reads one takes it off the list.
IDLE_VALUES = {
    EditionBasis.SUBMISSION,
    EditionBasis.OUTSIDE,
    UniquenessKey.BRAND_CLASS,
    UniquenessKey.PRODUCT,
    UniquenessKey.SHIPMENT,
}
LABELS = {
    str(field.verbose_name)
    for model, name in IDLE
    for field in model._meta.concrete_fields
    if field.name == name
}


@pytest.fixture
def superuser() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def draft(superuser: User) -> Edition:
    """Return the draft of an edition whose columns are all set."""
    edition = Edition.objects.get(scheme__code="pameran-inacraft", code="2026")
    assert edition.stages.exclude(scoring_sheet=None).exists()
    return draft_successor(
        superuser, edition, code="2099", valid_from=date(2099, 1, 1), legal_basis="SK 1/2099"
    )


def fields_of(options: Any, request: HttpRequest, obj: Any) -> set[str]:
    shown = flatten_fieldsets(options.get_fieldsets(request, obj))
    return {str(name) for name in (*shown, *options.get_readonly_fields(request, obj))}


def test_no_admin_offers_them(rf: RequestFactory, superuser: User, draft: Edition) -> None:
    request = rf.get("/admin/")
    request.user = superuser
    rows = {Edition: draft, Scheme: draft.scheme, Stage: draft.stages.first()}
    for model, options in admin.site._registry.items():
        for obj in (None, rows.get(model)):
            assert not NAMES & fields_of(options, request, obj), model
            for inline in options.get_inline_instances(request, obj):
                assert not NAMES & fields_of(inline, request, obj), (model, inline)
        lists = (
            options.get_list_display(request),
            options.get_list_filter(request),
            options.get_search_fields(request),
        )
        assert not NAMES & {str(name) for names in lists for name in names}, model


def test_no_form_of_the_editor_offers_them(draft: Edition) -> None:
    assert not NAMES & {*EditionForm(instance=draft).fields}
    for section in sections():
        row = getattr(draft, EDITION_TABLES[section.table].relation).first()
        assert row is not None
        assert not NAMES & {*section.form(instance=row, edition=draft).fields}, section.slug


def test_no_page_of_the_admin_shows_them(superuser: User, draft: Edition) -> None:
    client = web_client(superuser)
    published = Edition.objects.get(scheme=draft.scheme, code="2026")
    stage = published.stages.exclude(scoring_sheet=None)[0]
    for path in (
        "edition/",
        f"edition/{draft.pk}/change/",
        f"edition/{draft.pk}/terbitkan/",
        f"edition/{published.pk}/change/",
        f"edition/{published.pk}/berikutnya/",
        "scheme/",
        "scheme/add/",
        f"scheme/{draft.scheme_id}/change/",
        "stage/",
        f"stage/{stage.pk}/change/",
    ):
        response = client.get(f"/admin/programs/{path}")
        assert response.status_code == 200, path
        require_absent(response.content.decode(), path)


def test_no_public_page_or_answer_shows_them(client: Client, draft: Edition) -> None:
    code = draft.scheme.code
    for path in (
        f"/program/{code}/",
        f"/program/{code}/cek/",
        "/api/v1/schemes/?kind=exhibition",
        "/api/schema/?format=json",
    ):
        response = client.get(path)
        assert response.status_code == 200, path
        require_absent(response.content.decode(), path)


def test_no_code_tells_idle_values_apart() -> None:
    read = {
        ast.unparse(node)
        for path in python_files()
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    for values in (EditionBasis, UniquenessKey):
        unread = {each for each in values if f"{values.__name__}.{each.name}" not in read}
        assert unread == IDLE_VALUES & {*values}


def require_absent(content: str, path: str) -> None:
    shown = [text for text in (*NAMES, *LABELS) if re.search(rf"\b{text}\b", content)]
    assert shown == [], path
