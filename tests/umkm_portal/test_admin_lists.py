"""Every list of the admin: a fixed number of queries, keyset paging, labels instead of codes.

The lists are taken from the admin's registry, so a new one without a row here fails.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import ConsentPurpose, Role, SecurityAction
from accounts.models import Agency, ConsentText, PhoneEvent, SecondFactorReset
from accounts.services.consent import record_consent
from accounts.services.security_log import record
from accounts.services.tokens import issue_token
from common.admin.changelist import KeysetChangeList
from common.dates import clock
from data_rights.enums import Right
from data_rights.services.requests import ask
from enterprises.models import NikSearch, Skill
from financing.models import SikpCode
from letters.models import Position, PositionHolder
from notifications.services.outbox import enqueue
from programs.enums import EditionStatus, StageExit, State
from programs.models import Edition, Requirement, Rule, Scheme, Stage
from reference.models import ComplaintChannel, Kbli, KbliStep, Regency
from tests.clients import as_superuser
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.consents import declared_helper, waiting_form, waiting_notice
from tests.factories.enterprises import ClaimFactory, EnterpriseFactory
from tests.factories.office_letters import number_source
from tests.factories.products import ProductFactory
from tests.factories.programs import make_application
from tests.factories.reference import HolidayOverrideFactory, LegalParameterFactory

pytestmark = pytest.mark.django_db
_NUMBERS = count(1)
_DAY = date(2020, 1, 1)


def _complaint_channel() -> None:
    number = next(_NUMBERS)
    ComplaintChannel.objects.create(
        code=f"uji-{number}", name="Uji", url="https://uji.example", about_id="-", about_en="-"
    )


def _rights_request() -> None:
    ask(UserFactory(), Right.CORRECT, words="Alamat usaha saya sudah pindah.")


def _agency() -> None:
    code = f"baru-{next(_NUMBERS)}"
    Agency.objects.create(code=code, name="Dinas Baru", field="health", regency_id="35.78")


def _text() -> None:
    version = f"uji-{next(_NUMBERS)}"
    purpose = ConsentPurpose.ACCOUNT
    ConsentText.objects.create(
        purpose=purpose, version=version, text_id="-", text_en="-", valid_from=_DAY
    )


def _consent() -> None:
    record_consent(UserFactory(), purpose=ConsentPurpose.ACCOUNT, channel="web", language="id")


def _message() -> None:
    message = enqueue(key="claim.decided", recipient=UserFactory(), context={})
    message.deliveries.create(channel="email", status="waiting")


def _phone_event() -> None:
    person = UserFactory()
    PhoneEvent.objects.create(user=person, action="added", by=person, at=clock.now())


def _reset() -> None:
    official = OfficialFactory()
    SecondFactorReset.objects.create(user=official, by=None, reason="Uji", at=clock.now())


def _token() -> None:
    issue_token(UserFactory(), "uji", by=UserFactory())


def _event() -> None:
    record(SecurityAction.ACCOUNT_CHANGED, person=UserFactory(), subject=UserFactory())


def _kbli() -> None:
    code = f"{90_000 + next(_NUMBERS)}"
    Kbli.objects.create(version="2020", code=code, title="Uji", sector="other")


def _kbli_step() -> None:
    KbliStep.objects.create(old=f"{80_000 + next(_NUMBERS)}", confidence="L", source="Uji")


def _sikp_code() -> None:
    SikpCode.objects.create(list="sex", name=f"uji-{next(_NUMBERS)}", label_id="-", position=9)


def _holiday() -> None:
    HolidayOverrideFactory(date=_DAY + timedelta(next(_NUMBERS)))


def _search() -> None:
    NikSearch.objects.create(user=UserFactory(), at=clock.now(), found=1)


def _regency() -> None:
    number = next(_NUMBERS)
    Regency.objects.create(
        code=f"{70 + number // 100}.{number % 100:02}", name="Uji", kind="kota",
        bps_code=f"{7000 + number}", latitude=0, longitude=0,
    )  # fmt: skip


def _scheme() -> None:
    scheme = Scheme.objects.get(code="kur-mikro")
    scheme.pk, number = None, next(_NUMBERS)
    scheme.code, scheme.number_prefix = f"uji-{number}", f"U{number}"
    scheme.save(force_insert=True)


def _consent_form() -> None:
    waiting_form(*declared_helper())


def _edition() -> None:
    edition = Edition.objects.all()[0]
    edition.pk, edition.code = None, f"uji-{next(_NUMBERS)}"
    edition.status = "draft"
    edition.valid_from = edition.valid_to = _DAY + timedelta(next(_NUMBERS))
    edition.save(force_insert=True)


def _rule() -> None:
    rule = Rule.objects.all()[0]
    rule.pk, rule.key = None, f"uji-{next(_NUMBERS)}"
    rule.save(force_insert=True)


def _copy(model: type[Requirement] | type[Stage]) -> None:
    row = model._default_manager.all()[0]
    row.pk, row.code, row.position = None, f"uji-{next(_NUMBERS)}", 900 + next(_NUMBERS)
    row.save(force_insert=True)


def _skill() -> Skill:
    number = next(_NUMBERS)
    return Skill.objects.create(
        code=f"uji-{number}", sector="other", name_id=f"Uji {number}", name_en="Test"
    )


def _office_of_its_own() -> Agency:
    code = f"surat-{next(_NUMBERS)}"
    return Agency.objects.create(code=code, name="Dinas Surat", field="health", regency_id="35.78")


def _position() -> Position:
    return Position.objects.create(agency=_office_of_its_own(), kind="head", title="Kepala")


def _holder() -> None:
    PositionHolder.objects.create(
        position=_position(), user=UserFactory(), order_number="1", name="Siti", valid_from=_DAY
    )


# A function that adds a row to the list, and the number of queries of its page. Five are the
# session, the person, their postings, their saved views and the rows; the rest is for the choices
# of a filter and their counts, what a list prefetches, or the span of a date hierarchy.
LISTS: dict[str, tuple[Callable[[], Any], int]] = {
    "accounts.agency": (_agency, 6),
    "accounts.apitoken": (_token, 5),
    "accounts.consent": (_consent, 5),
    "accounts.consenttext": (_text, 5),
    "accounts.officecontact": (_agency, 6),
    "accounts.phoneevent": (_phone_event, 5),
    "accounts.posting": (OfficialFactory, 5),
    "accounts.secondfactorreset": (_reset, 5),
    "accounts.securityevent": (_event, 5),
    "accounts.user": (OfficialFactory, 7),
    "data_rights.rightsrequest": (_rights_request, 7),
    "enterprises.claim": (ClaimFactory, 8),
    "enterprises.helperconsent": (_consent_form, 9),
    "enterprises.ownernotice": (waiting_notice, 9),
    "enterprises.enterprise": (EnterpriseFactory, 5),
    "enterprises.niksearch": (_search, 5),
    "enterprises.product": (ProductFactory, 5),
    "enterprises.skill": (_skill, 5),
    "notifications.outboxmessage": (_message, 10),
    "applications.application": (lambda: make_application(state="submitted"), 14),
    "letters.numbersource": (lambda: number_source(_office_of_its_own()), 5),
    "letters.position": (_position, 5),
    "letters.positionholder": (_holder, 5),
    "programs.edition": (_edition, 5),
    "programs.requirement": (lambda: _copy(Requirement), 7),
    "programs.rule": (_rule, 7),
    "programs.scheme": (_scheme, 5),
    "programs.stage": (lambda: _copy(Stage), 7),
    "reference.holidayoverride": (_holiday, 7),
    "reference.complaintchannel": (_complaint_channel, 5),
    "reference.kbli": (_kbli, 6),
    "reference.kblistep": (_kbli_step, 5),
    "reference.legalparameter": (LegalParameterFactory, 5),
    "reference.regency": (_regency, 5),
    "financing.sikpcode": (_sikp_code, 5),
}
# Rendered by the queue's page, which has its own tests.
OWN_PAGES = {"applications.application"}


@pytest.fixture
def admin_client(client: Client) -> Client:
    return as_superuser(client, name="Admin")


def address_of(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def registered() -> set[str]:
    return {model._meta.label_lower for model in admin.site._registry}


def test_every_registered_list_is_tested_here() -> None:
    assert registered() == set(LISTS)


@pytest.mark.sampled
@pytest.mark.parametrize("label", sorted(LISTS))
def test_number_of_queries_is_fixed(admin_client: Client, label: str) -> None:
    make, expected = LISTS[label]
    make()
    admin_client.get(address_of(label))
    query_counts = []
    for more in (0, 2):
        for _row in range(more):
            make()
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address_of(label)).status_code == 200
        query_counts.append(len(captured))
    assert query_counts == [expected, expected]


@pytest.mark.sampled
@pytest.mark.parametrize("label", sorted(set(LISTS) - OWN_PAGES))
def test_every_list_is_paged_by_keyset(
    admin_client: Client, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, _queries = LISTS[label]
    for _row in range(3):
        make()
    listed = next(a for m, a in admin.site._registry.items() if m._meta.label_lower == label)
    monkeypatch.setattr(listed, "list_per_page", 1)
    address = address_of(label)

    def at(query: str) -> Any:
        return admin_client.get(address + query).context["cl"]

    first = at("")
    assert isinstance(first, KeysetChangeList)
    assert len(first.result_list) == 1
    second, last = at(first.next_url), at(first.last_url)
    assert second.result_list != first.result_list
    assert at(second.previous_url).result_list == first.result_list
    assert (last.next_url, bool(last.previous_url)) == ("", True)


@pytest.mark.sampled
@pytest.mark.parametrize("label", sorted(set(LISTS) - OWN_PAGES))
def test_no_cell_shows_a_code(admin_client: Client, label: str) -> None:
    make, _queries = LISTS[label]
    make()
    page = admin_client.get(address_of(label)).content.decode()
    cells = {text.strip() for text in re.findall(r"<t[dh][^>]*>(?:<a[^>]*>)?([^<]*)<", page)}
    codes = {str(code) for codes in (Role, State, StageExit, EditionStatus) for code in codes}
    assert cells & codes == set()


@pytest.mark.sampled
@pytest.mark.parametrize("label", sorted(set(LISTS) - OWN_PAGES))
def test_a_malformed_query_string_opens_the_list(admin_client: Client, label: str) -> None:
    malformed = "cursor=x&o=99&p=7&all=&q=%F0%9F%98%80"
    assert admin_client.get(f"{address_of(label)}?{malformed}").status_code == 200


def test_no_list_counts_a_whole_table_or_pages_by_offset(admin_client: Client) -> None:
    for label, (make, _queries) in LISTS.items():
        make()
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(address_of(label))
        queries = [query["sql"] for query in captured]
        assert not [sql for sql in queries if "OFFSET" in sql], label
        assert not [sql for sql in queries if "COUNT(" in sql and "LIMIT 10001" not in sql], label
