"""Numbers of letters: given at signing, in order, without gaps, kept for good."""

from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.lists.word_search import contains_nik
from letters.enums import NumberWay
from letters.models import LetterNumber, NumberSource
from letters.services.block_warning import warn_if_nearly_used

MAX_TYPED: Final = 80


def source_for(agency: Agency, letter_code: str, on: date) -> NumberSource | None:
    """Return the office's source of numbers for a letter on a day: its own, or the general one."""
    found = NumberSource.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        agency=agency,
        letter_code__in=(letter_code, ""),
        valid_from__lte=on,
    )
    # "" comes last: the letter's own source goes first.
    return found.order_by(F("letter_code").desc()).first()


def give_number(agency: Agency, letter_code: str, *, typed: str = "") -> LetterNumber:
    """Give the next number of today, or the typed one; locks the source until the commit.

    Raises Conflict `no_number_source`, `block_used_up`, `numbers_ahead` (a later day has numbers
    already), `number_taken`, InvalidInput `number_missing`, `number_looks_personal`, `number_taken`
    of a typed one.
    """
    today = clock.today()
    source = source_for(agency, letter_code, today)
    if source is None:
        raise Conflict("no_number_source", _("Dinas ini belum menetapkan sumber nomor surat."))
    source = NumberSource.objects.select_for_update().get(pk=source.pk)
    if source.way == NumberWay.TYPED:
        return _typed(source, today, typed)
    running = _next_running(source, today.year)
    if source.last is not None and running > source.last:
        text = _("Nomor dalam blok ini sudah habis. Minta blok baru kepada sekretariat.")
        raise Conflict("block_used_up", text)
    latest = _given(source, today.year).aggregate(latest=Max("given_on"))["latest"]
    if latest is not None and latest > today:
        text = _("Nomor sesudah hari ini sudah diberikan. Periksa tanggal server.")
        raise Conflict("numbers_ahead", text)
    written = f"{source.classification}/{running}/{source.unit_code}/{today.year}"
    number = _next(source, today, running, written)
    warn_if_nearly_used(source)
    return number


def cancel_number(number: LetterNumber, actor: User | None, reason: str) -> None:
    """Mark the number of an abandoned letter as cancelled; it is never given again.

    Without `actor` the system does it, as when an objection is upheld by silence.
    """
    number.cancelled_at, number.cancelled_by, number.cancel_reason = clock.now(), actor, reason
    number.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])


def _given(source: NumberSource, year: int) -> QuerySet[LetterNumber]:
    found = LetterNumber.objects.filter(
        agency_id=source.agency_id,
        classification=source.classification,
        year=year,
        running__gte=_first_of(source, year),
    )
    return found.filter(running__lte=source.last) if source.last is not None else found


def _next_running(source: NumberSource, year: int) -> int:
    highest: int | None = _given(source, year).aggregate(highest=Max("running"))["highest"]
    return _first_of(source, year) if highest is None else highest + 1


def _first_of(source: NumberSource, year: int) -> int:
    """Return the year's first number: a series continues another book only in its first year."""
    begins_anew = source.way == NumberWay.SERIES and year > source.valid_from.year
    return 1 if begins_anew else source.first


def _next(source: NumberSource, today: date, running: int, written: str) -> LetterNumber:
    try:
        with transaction.atomic():
            return _write(source, today, running, written)
    except IntegrityError as error:
        # Typed before for another letter, or given just now from another source of this code.
        text = _(
            "Nomor %(number)s sudah dipakai surat lain. Mintalah administrator dinas "
            "mengakhiri sumber nomor ini dan membuat yang mulai sesudahnya."
        )
        raise Conflict("number_taken", text % {"number": written}) from error


def _typed(source: NumberSource, today: date, typed: str) -> LetterNumber:
    written = " ".join(typed.split())
    if not written or len(written) > MAX_TYPED or not written.isprintable():
        text = _("Tulis nomor surat dari SRIKANDI atau buku agenda, paling panjang 80 huruf.")
        raise InvalidInput("number_missing", text, field="number")
    if contains_nik(written):
        # Anyone who checks the letter reads its number.
        text = _("Nomor surat tidak memuat NIK atau NPWP.")
        raise InvalidInput("number_looks_personal", text, field="number")
    try:
        with transaction.atomic():
            return _write(source, today, None, written)
    except IntegrityError as error:
        text = _("Nomor ini sudah dipakai surat lain tahun ini.")
        raise InvalidInput("number_taken", text, field="number") from error


def _write(source: NumberSource, today: date, running: int | None, written: str) -> LetterNumber:
    return LetterNumber.objects.create(
        source=source,
        agency_id=source.agency_id,
        classification=source.classification,
        year=today.year,
        running=running,
        written=written,
        given_on=today,
        given_at=clock.now(),
    )
