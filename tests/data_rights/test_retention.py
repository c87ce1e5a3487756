"""Every row of retention is executed by a nightly job, and no job deletes what no row announces."""

import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.db.models import Model

from accounts.enums import ConsentPurpose
from accounts.models import BrowserSession, IdempotencyKey, OneTimeCode, SecurityEvent
from accounts.services.consent import withdraw_consent
from accounts.services.phone_codes import issue_code
from accounts.services.security_log import first_kept_moment
from common.dates import clock
from common.retention import retention, retentions, retentions_of
from enterprises.models import DocumentVersion, HelperConsent
from financing.models import Borrower
from financing.services.borrowers import store_particulars
from letters.enums import CheckWay
from letters.models import Check
from notifications.models import InboxItem, OutboxMessage
from programs.enums import BulkCheckState
from programs.models import BulkCheck
from registers.enums import RunState
from registers.models import RegisterRun
from reports.enums import ExportState
from reports.models import ExportJob
from supply.models import BuyerRequest
from supply.services.requests import moves as request_moves
from tests.factories.accounts import UserFactory
from tests.factories.consents import ask, declared_helper
from tests.factories.programs import cast_of, make_application, make_document, particulars
from tests.factories.supply import make_request, province_staff
from umkm_portal.celery import app

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
MOMENT = timedelta(minutes=1)
IsThere = Callable[[], bool]


def _row(model: type[Model], **values: Any) -> IsThere:
    key = model._default_manager.create(**values).pk
    return lambda: model._default_manager.filter(pk=key).exists()


def _session() -> IsThere:
    key = "s" * 32
    expires = clock.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    BrowserSession.objects.create(session_key=key, session_data="", expire_date=expires)
    return lambda: BrowserSession.objects.filter(session_key=key).exists()


def _code() -> IsThere:
    issue_code("+6281234567890", purpose="sign_in", via="sms", address="127.0.0.1", language="id")
    return lambda: OneTimeCode.objects.exists()


def _message(key: str) -> IsThere:
    now = clock.now()
    times = {"created_at": now, "available_at": now, "next_attempt_at": now, "finished_at": now}
    return _row(OutboxMessage, key=key, address="siti@contoh.id", **times)


def _document() -> IsThere:
    cast = cast_of()
    version = make_document(cast.owner, cast.enterprise, "ktp")
    return lambda: DocumentVersion.objects.filter(pk=version.pk).exists()


def _broken_upload() -> IsThere:
    path = Path(settings.FILE_UPLOAD_TEMP_DIR) / f"{uuid.uuid4()}.upload"
    path.write_bytes(b"x")
    os.utime(path, (clock.now().timestamp(),) * 2)
    return path.exists


def _borrower() -> IsThere:
    cast = cast_of()
    store_particulars(cast.owner, cast.enterprise, particulars(), agrees=True, channel="web")
    withdraw_consent(cast.owner, purpose=ConsentPurpose.SIKP, channel="web", language="id")
    return lambda: Borrower.objects.filter(enterprise=cast.enterprise).exists()


def _register() -> IsThere:
    run = RegisterRun.objects.create(
        regions=["35.78"],
        filename="daftar.csv",
        stored_name="daftar.csv",
        state=RunState.IMPORTED,
        created_at=clock.now(),
        ended_at=clock.now(),
    )
    return lambda: bool(RegisterRun.objects.get(pk=run.pk).stored_name)


def _bulk_check() -> IsThere:
    return _row(
        BulkCheck,
        person=UserFactory(),
        filename="calon.csv",
        size=1,
        stored_name=str(uuid.uuid4()),
        language="id",
        on=clock.today(),
        state=BulkCheckState.DONE,
        created_at=clock.now(),
        ended_at=clock.now(),
    )


def _export() -> IsThere:
    job = ExportJob.objects.create(
        report="applications",
        format="csv",
        state=ExportState.READY,
        requested_by=UserFactory(),
        created_at=clock.now(),
        finished_at=clock.now(),
        stored_name="laporan.csv",
    )
    return lambda: ExportJob.objects.get(pk=job.pk).state == ExportState.READY


def _consent_request() -> IsThere:
    asked = ask(*declared_helper())
    return lambda: HelperConsent.objects.filter(pk=asked.pk).exists()


def _api_answer() -> IsThere:
    values = {"key": "k", "request_digest": "d", "created_at": clock.now()}
    return _row(IdempotencyKey, user=UserFactory(), **values)


def _unconfirmed_request() -> IsThere:
    key = make_request("unconfirmed").pk
    return lambda: BuyerRequest.objects.filter(pk=key).exists()


def _buyer() -> IsThere:
    staff = province_staff()
    request = make_request()
    request_moves.decline(staff, request.pk, reason="Barang ini tidak dibuat di sini.")
    return lambda: BuyerRequest.objects.filter(pk=request.pk, forgotten_at=None).exists()


# What makes one thing of each kind, and tells whether it is still there.
CASES: dict[str, Callable[[], IsThere]] = {
    "sessions": _session,
    "phone-codes": _code,
    "failed-sign-ins": lambda: _row(
        AccessAttempt, username="siti@contoh.id", ip_address="192.0.2.1", failures_since_start=1
    ),
    "api-answers": _api_answer,
    "account-mail": lambda: _message("account.mail"),
    "outgoing-messages": lambda: _message("application.submitted"),
    "unused-documents": _document,
    "broken-uploads": _broken_upload,
    "borrower-particulars": _borrower,
    "register-files": _register,
    "bulk-checks": _bulk_check,
    "exports": _export,
    "consent-requests": _consent_request,
    "unconfirmed-requests": _unconfirmed_request,
    "buyers": _buyer,
    "letter-checks": lambda: _row(Check, at=clock.now(), way=CheckWay.CODE),
}
# Deleted by months of the database's own clock, which no test can move.
BY_MONTH = {"security-log"}
# A promise of "at the latest": the job does it the same night.
SOONER = {"borrower-particulars"}


@pytest.fixture(autouse=True)
def _scratch(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "scratch"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()


def run(task: str) -> None:
    app.loader.import_default_modules()
    app.tasks[task]()


def test_every_row_with_a_job_has_a_case_and_a_place_in_the_schedule() -> None:
    executed = {code: row.task for code, row in retentions().items() if not row.is_kept}
    assert set(executed) == set(CASES) | BY_MONTH
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert set(executed.values()) <= scheduled


def test_each_app_has_the_rows_of_its_own_jobs_and_each_row_a_place_of_its_own() -> None:
    rows = retentions()
    own = {app: retentions_of(app) for app in (config.name for config in apps.get_app_configs())}
    assert dict(rows) == {code: row for of_app in own.values() for code, row in of_app.items()}
    executed = [(app, row.task) for app, of_app in own.items() for row in of_app.values()]
    assert [each for each in executed if each[1] and each[1].split(".")[0] != each[0]] == []
    positions = [row.position for row in rows.values()]
    assert positions == sorted({*positions})


def test_two_rows_of_one_code_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "twice"
    folder.mkdir()
    (folder / "__init__.py").touch()
    row = '[[retention]]\ncode="a"\nposition=1\nbasis=""\n'
    row += "".join(f'{name}=""\n' for name in ("what_id", "what_en", "then_id", "then_en"))
    (folder / "retention.toml").write_text(row * 2, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match="two rows of retention have the code a"):
        retentions_of("twice")


@pytest.mark.sampled
@pytest.mark.parametrize("code", CASES)
def test_the_job_of_a_row_deletes_after_its_period_and_not_before(code: str) -> None:
    row = retention(code)
    with time_machine.travel(NOW, tick=False):
        is_there = CASES[code]()
    with time_machine.travel(NOW + row.period - MOMENT, tick=False):
        run(row.task)
        assert is_there() == (code not in SOONER)
    with time_machine.travel(NOW + row.period + MOMENT, tick=False):
        run(row.task)
        assert not is_there()


def test_the_security_log_goes_by_whole_months() -> None:
    row = retention("security-log")
    border = first_kept_moment(datetime.now(UTC))
    for at in (border - MOMENT, border):
        SecurityEvent.objects.create(at=at, action="signed_out")
    run(row.task)
    assert [event.at for event in SecurityEvent.objects.all()] == [border]
    months = datetime.now(UTC).year * 12 + datetime.now(UTC).month
    assert row.months in (months - border.year * 12 - border.month, 24)


def counts() -> dict[str, int]:
    ours = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return {model._meta.label: model._default_manager.count() for model in ours}


def test_no_job_deletes_what_no_row_announces() -> None:
    """In ten years everything a person filed, agreed to and was notified of is still there."""
    with time_machine.travel(NOW, tick=False):
        make_application(cast_of(), stage="verification")
        make_application(cast_of(), state="draft", documents=False)
        CASES["borrower-particulars"]()
        owner = UserFactory()
        InboxItem.objects.create(
            message_id=uuid.uuid4(), user=owner, title="a", body="b", created_at=clock.now()
        )
        before = counts()
    announced = {row.task for row in retentions().values() if row.task}
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    with time_machine.travel(NOW + timedelta(days=3650), tick=False):
        for task in sorted(tasks - announced):
            run(task)
        after = counts()
        assert {label for label, count in before.items() if after[label] < count} == set()
        for task in sorted(announced):
            run(task)
        after = counts()
    lost = {label for label, count in before.items() if after[label] < count}
    assert "financing.Borrower" in lost
    assert lost <= {"financing.Borrower", "notifications.Delivery", "notifications.OutboxMessage"}
