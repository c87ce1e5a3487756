"""Offices that can sign letters: a position with its holder, and a source of numbers."""

from datetime import date
from itertools import count
from typing import Any

from accounts.models import Agency, Posting, User
from applications.selectors.letters import letters_of
from applications.services.transitions import perform
from common.dates import clock
from letters.enums import LetterAction, LetterStatus, NumberWay, PositionKind
from letters.models import Letter, NumberSource, Position, PositionHolder
from letters.policies.codes import new_code
from letters.services.files import FILES
from letters.services.seal import ensure_seal
from letters.services.signing import ask, sign_asked
from letters.services.status import change
from tests.factories.programs import cast_of, make_application

LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


def hold_position(user: User, kind: str = PositionKind.HEAD, **tenure: Any) -> PositionHolder:
    """Let an official hold a position of the office they are posted to."""
    agency = Posting.objects.filter(user=user).select_related("agency").latest("pk").agency
    position, _new = Position.objects.get_or_create(
        agency=agency, kind=kind, defaults={"title": f"Kepala {agency.name}"}
    )
    defaults = {
        "order_number": "821.2/123/2024",
        "name": f"{user.get_full_name()}, S.E., M.M.",
        "bare_name": user.get_full_name(),
        "nip": "197001011995031001",
        "rank": "Pembina Utama Muda (IV/c)",
        "valid_from": LONG_AGO,
    }
    return PositionHolder.objects.create(position=position, user=user, **{**defaults, **tenure})


def number_source(agency: Agency, **values: Any) -> NumberSource:
    """Give an office a source of numbers for all its letters; a series of its own by default."""
    defaults = {
        "classification": "500.3.10",
        "unit_code": "436.7.2",
        "way": NumberWay.SERIES,
        "valid_from": LONG_AGO,
    }
    return NumberSource.objects.create(agency=agency, **{**defaults, **values})


def office_that_signs(decider: User, **source: Any) -> PositionHolder:
    """Let the decider's office sign: a seal, a series, and the decider as its head."""
    ensure_seal()
    holder = hold_position(decider)
    number_source(holder.position.agency, **source)
    return holder


def issued_letter(**values: Any) -> Letter:
    """Decide a file and let the office seal its letter; `values` of the letter are set before."""
    cast = cast_of()
    office_that_signs(cast.decider)
    application = make_application(cast, stage="decision")
    perform(cast.decider, application.pk, "approve", reason="Lengkap dan wajar.")
    letter = letters_of(application).get()
    if values:
        Letter.objects.filter(pk=letter.pk).update(**values)
    assert sign_asked()
    letter.refresh_from_db()
    assert letter.status == LetterStatus.VALID
    return letter


def file_of(letter: Letter) -> bytes:
    """Return the PDF as it was issued."""
    return FILES.path(letter.stored_name).read_bytes()


def set_letter_status(letter: Letter, action: LetterAction, actor: User) -> Letter:
    """Suspend or revoke a letter, with a reason that only its holder reads."""
    return change(actor, letter.pk, action, "Rahasia pemegangnya sendiri.")


def waiting_letter(agency: Agency, **values: Any) -> Letter:
    """Write a letter of an office that waits for the signature of its head."""
    number = next(_numbers)
    text = {"id": "Surat pengantar KUR", "en": "Letter of introduction"}
    now = clock.now()
    defaults: dict[str, Any] = {
        "subject": f"uji:{number}",
        "label": f"UJI-{number}",
        "kind": "introduction",
        "position_kind": PositionKind.HEAD,
        "holder": "Batik Canting Ayu",
        "titles": text,
        "bodies": {"id": "Isi surat {enterprise}.", "en": "Text of the letter."},
        "values": {"id": {"enterprise": "Batik Canting Ayu"}, "en": {}},
        "code": new_code(),
        "status_at": now,
        "drafted_at": now,
    }
    return Letter.objects.create(agency=agency, **{**defaults, **values})


def signed_letter(holder: PositionHolder, **values: Any) -> Letter:
    """Write a letter of the holder's office and have it sealed."""
    letter = waiting_letter(holder.position.agency, **values)
    (done,) = ask(holder.user, [letter.pk])
    assert not done.error, done.error
    assert sign_asked()
    letter.refresh_from_db()
    return letter
