"""Every operation of the schema with generated input: no 5xx, answers as described.

Three callers, with input that fits the schema and input that does not: anonymous, an owner with a
draft, an official with a file under review.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from accounts.models import User
from accounts.services.tokens import issue_token
from applications.models import Application
from applications.services.attachments import upload
from applications.services.transitions import perform
from tests.api.client import photo
from tests.factories.enterprises import ClaimFactory, keep_original
from tests.factories.programs import Cast, cast_of, make_application
from umkm_portal.wsgi import application as portal

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
]
BOUNDED = settings(
    max_examples=2,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
EXHAUSTIVE = settings(BOUNDED, max_examples=8)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def anonymous() -> tuple[dict[str, str], dict[str, int]]:
    return {}, {}


def owner() -> tuple[dict[str, str], dict[str, int]]:
    cast = cast_of()
    return _headers_and_rows(cast.owner, _draft_with_file(cast))


def official() -> tuple[dict[str, str], dict[str, int]]:
    cast = cast_of()
    application = _draft_with_file(cast)
    perform(cast.owner, application.pk, "submit", data={"declaration": True})
    return _headers_and_rows(cast.verifier, perform(cast.verifier, application.pk, "start_review"))


def _draft_with_file(cast: Cast) -> Application:
    """Create a draft whose first document is a stored file."""
    application = make_application(cast)
    file = upload(cast.owner, application.pk, requirement="ktp", upload=photo(), filename="ktp.jpg")
    keep_original(file.version, b"as it was sent")
    return application


def _headers_and_rows(
    user: User, application: Application
) -> tuple[dict[str, str], dict[str, int]]:
    plain, _row = issue_token(user, "generated")
    attached = application.attachments.filter(requirement="ktp").last()
    rows = {
        "application_id": application.pk,
        "enterprise_id": application.enterprise_id,
        "document_id": attached.pk if attached else 0,
        "claim_id": ClaimFactory(user=user).pk,
    }
    return {"Authorization": f"Token {plain}"}, rows


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the end of a request from closing the connection of the test's transaction."""
    listeners = (signals.request_started, signals.request_finished)
    for signal in listeners:
        signal.disconnect(close_old_connections)
    yield
    for signal in listeners:
        signal.connect(close_old_connections)


@pytest.mark.sampled
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("person", [anonymous, owner, official])
def test_answers_are_as_the_schema_says(
    person: Callable[[], tuple[dict[str, str], dict[str, int]]],
    mode: GenerationMode,
    exhaustive: bool,
) -> None:
    bounds = EXHAUSTIVE if exhaustive else BOUNDED
    headers, rows = person()
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", portal)
    faults = []
    for result in schema.include(path_regex="^/api/v1/").get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        try:
            _try(operation, mode, headers, rows, bounds)
        except BaseExceptionGroup as group:
            faults += [f"{operation.label}: {fault}" for fault in group.exceptions]
        except AssertionError as fault:
            faults.append(f"{operation.label}: {fault}")
    assert not faults, "\n\n".join(faults)


def _try(
    operation: Any,
    mode: GenerationMode,
    headers: dict[str, str],
    rows: dict[str, int],
    bounds: settings,
) -> None:
    attempts = itertools.count()

    @bounds
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        if mode == GenerationMode.POSITIVE and next(attempts) % 4:
            _use_existing_rows(case, rows)
        case.call_and_validate(headers={**headers, "Accept-Encoding": "identity"}, checks=CHECKS)

    attempt()


def _use_existing_rows(case: Any, rows: dict[str, int]) -> None:
    """Replace random keys and codes, which would hardly ever get past the first look-up."""
    for name in case.path_parameters:
        case.path_parameters[name] = rows.get(name, case.path_parameters[name])
    if isinstance(case.body, dict):
        known = {"scheme": "kur-mikro", "enterprise": rows.get("enterprise_id")}
        for name in known.keys() & case.body.keys():
            case.body[name] = known[name] or case.body[name]
    if "scheme" in case.query:
        case.query["scheme"] = "kur-mikro"
