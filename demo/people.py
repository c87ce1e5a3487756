"""The demo people: one of every role, the same on every start of one installation."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.enums import OFFICIAL_ROLES, AgencyKind, Role
from accounts.models import Agency, ApiToken, Posting, User
from accounts.selectors.tokens import digest_of
from accounts.services.people import open_account
from accounts.services.tokens import demo_token, issue_demo_token
from common.dates import clock
from reference.enums import AgencyField

_SIGN_IN_SALT = "accounts.demo_sign_in"
PROVINCE: Final = "dinkop-jatim"
SURABAYA: Final = "dinkop-kota-surabaya"
INSPECTORATE: Final = "inspektorat-jatim"
_BANK: Final = "bank-contoh"
# The same verifier also works for the agencies of the other schemes.
_ALSO_VERIFIES: Final = ("disperindag-jatim", "dpmptsp-jatim")
# Long enough for the whole history of the demo's applications.
_POSTED_FOR: Final = timedelta(days=365)


@dataclass(frozen=True)
class DemoPerson:
    """`agency` is the code of the office an official is posted to, `regency` its region."""

    role: Role
    email: str
    name: str
    agency: str | None = None
    regency: str | None = None

    @property
    def password(self) -> str:
        """Derived from the installation's key, so each installation has its own."""
        seal = salted_hmac(_SIGN_IN_SALT, self.email, algorithm="sha256").hexdigest()
        return f"contoh-{seal[:10]}"

    @property
    def token(self) -> str:
        """The API key, derived likewise."""
        return demo_token(self.email)


# The top-level domain is reserved for examples, so no mail can reach a stranger.
DEMO_PEOPLE: Final = (
    DemoPerson(Role.OWNER, "pemilik1@umkm.example", "Siti Aminah"),
    DemoPerson(Role.OWNER, "pemilik2@umkm.example", "Bambang Hariyanto"),
    DemoPerson(Role.HELPER, "pendamping@umkm.example", "Dewi Kartikasari", SURABAYA),
    DemoPerson(Role.VERIFIER, "verifikator@umkm.example", "Agus Prasetyo", SURABAYA, "35.78"),
    DemoPerson(Role.ANALYST, "analis@umkm.example", "Rina Wulandari", SURABAYA, "35.78"),
    DemoPerson(Role.DECIDER, "pejabat@umkm.example", "Hendra Wijaya", SURABAYA, "35.78"),
    DemoPerson(Role.CURATOR, "kurator@umkm.example", "Maria Ulfa", PROVINCE),
    DemoPerson(Role.STAFF, "petugas@umkm.example", "Yusuf Hidayat", PROVINCE),
    DemoPerson(Role.AUDITOR, "auditor@umkm.example", "Lestari Handayani", INSPECTORATE),
    DemoPerson(Role.ADMIN, "admin@umkm.example", "Endang Suryani", PROVINCE),
    DemoPerson(Role.PARTNER, "mitra@umkm.example", "Fajar Nugroho", _BANK),
    DemoPerson(Role.EXPORTER, "eksportir@umkm.example", "Ratna Sulistyowati"),
)


@transaction.atomic
def create_demo_people() -> None:
    """Create or repair the demo people, their postings and API keys; repeatable.

    Needs the agencies of `load_reference`. Only for installations with demo data.
    """
    Agency.objects.get_or_create(
        code=_BANK,
        defaults={
            "name": "Bank Contoh (mitra penyalur)",
            "kind": AgencyKind.PARTNER,
            "field": AgencyField.COOPERATIVES,
        },
    )
    for person in DEMO_PEOPLE:
        user = _account(person)
        issue_demo_token(user)
        post(user, person)


def post(user: User, person: DemoPerson) -> None:
    """Post the user to the agencies of `person` since a year ago, where they are not yet.

    An audit ends; when it has, another begins.
    """
    if person.role == Role.AUDITOR:
        _post_auditor(user)
        return
    for agency in _agencies_of(person):
        Posting.objects.get_or_create(
            user=user,
            agency=Agency.objects.get(code=agency),
            role=person.role,
            valid_to=None,
            defaults={"valid_from": clock.today() - _POSTED_FOR},
        )


def open_for(person: DemoPerson, *, password: str | None) -> User:
    """Open the account of `person`; without a password nobody can sign in with it."""
    return open_account(
        person.email,
        password=password,
        name=person.name,
        is_demo=True,
        is_helper=person.role == Role.HELPER,
        is_staff=person.role in OFFICIAL_ROLES,
        is_superuser=person.role == Role.ADMIN,
    )


def _post_auditor(user: User) -> None:
    today = clock.today()
    if not user.postings.filter(role=Role.AUDITOR, valid_to__gte=today).exists():
        Posting.objects.create(
            user=user,
            agency=Agency.objects.get(code=INSPECTORATE),
            role=Role.AUDITOR,
            valid_from=today,
            valid_to=today + _POSTED_FOR,
        )


def _agencies_of(person: DemoPerson) -> tuple[str, ...]:
    if person.agency is None:
        return ()
    return (person.agency, *(_ALSO_VERIFIES if person.role == Role.VERIFIER else ()))


def _account(person: DemoPerson) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        return open_for(person, password=person.password)
    if not ApiToken.objects.filter(digest=digest_of(person.token)).exists():
        # The installation's key was changed, and with it the password that is shown.
        user.set_password(person.password)
        user.save(update_fields=["password"])
    return user
