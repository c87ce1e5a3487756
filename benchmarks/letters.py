"""Letters signed from the tray, and codes checked, against the minimum that each of them takes."""

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from accounts.enums import Role
from accounts.models import Agency, Posting, User
from benchmarks.rounds import Figures, Line, timed
from common.dates import clock
from letters.enums import NumberWay, PositionKind
from letters.models import Letter, NumberSource, Position, PositionHolder
from letters.policies.codes import new_code
from letters.render.pdf import typeset
from letters.services.files import FILES
from letters.services.seal import ensure_seal
from letters.services.signing import ask, sign_asked
from letters.services.verification import check_code

_LETTERS: Final = 60
_CHECKS: Final = 300
_BODY: Final = (
    "Menanggapi pengajuan {number}, dinas menerangkan bahwa {enterprise} memenuhi syarat."
)
_counter = itertools.count(1)


class Letters:
    """The act, the number, the page, the seal, the file and the history, one letter after another.

    The floor of a letter is the same content typeset once; of a check, its row read by its key.
    """

    name = "letters"
    lines: Sequence[Line] = (
        Line("a letter signed from the tray / typeset alone", "signed", at_most=10),
        Line("a code checked / its row read by its key", "checked", at_most=10),
    )

    def prepare(self) -> None:
        ensure_seal()
        posting = Posting.objects.filter(role=Role.DECIDER).select_related("agency", "user")[0]
        self.signer, self.agency = posting.user, posting.agency
        _let_sign(self.signer, self.agency)

    def round(self, number: int) -> Figures:
        waiting = [_waiting(self.agency).pk for _ in range(_LETTERS)]
        signed_s = timed(lambda: self._sign(waiting)) / _LETTERS
        done = Letter.objects.filter(pk__in=waiting, status="valid").only("content", "code")
        letters = list(done)
        if len(letters) != _LETTERS:
            raise AssertionError(f"{len(letters)} of {_LETTERS} letters were signed")
        typeset_s = timed(lambda: [typeset(each.content or {}) for each in letters]) / _LETTERS
        codes = list(itertools.islice(itertools.cycle(each.code for each in letters), _CHECKS))
        keys = list(itertools.islice(itertools.cycle(waiting), _CHECKS))
        # A network of its own for each: one alone may check at most 120 times a minute.
        networks = [f"{number}-{place}" for place in range(_CHECKS)]
        asked = list(zip(codes, networks, strict=True))
        checked_s = timed(lambda: [check_code(code, network=net) for code, net in asked]) / _CHECKS
        read_s = timed(lambda: [Letter.objects.get(pk=key) for key in keys]) / _CHECKS
        return {
            "signed": signed_s / typeset_s,
            "checked": checked_s / read_s,
            "signed_per_s": 1 / signed_s,
            "typeset_per_s": 1 / typeset_s,
            "checked_per_s": 1 / checked_s,
        }

    def notes(self) -> list[str]:
        FILES.delete_orphans(Letter.objects.values_list("stored_name", flat=True))
        return ["one process; a worker has as many of them as it has slots"]

    def _sign(self, letter_ids: Sequence[int]) -> None:
        ask(self.signer, letter_ids)
        while sign_asked():
            pass


def _let_sign(user: User, agency: Agency) -> None:
    since = clock.today() - timedelta(days=1)
    position, is_new = Position.objects.get_or_create(
        agency=agency, kind=PositionKind.HEAD, defaults={"title": f"Kepala {agency.name}"}
    )
    if is_new:
        PositionHolder.objects.create(
            position=position, user=user, order_number="0", name=str(user), valid_from=since
        )
        NumberSource.objects.create(
            agency=agency,
            classification="500.3.10",
            unit_code="1",
            way=NumberWay.SERIES,
            valid_from=since,
        )


def _waiting(agency: Agency) -> Letter:
    number, now = next(_counter), clock.now()
    return Letter.objects.create(
        subject=f"benchmark:{now:%H%M%S%f}:{number}",
        label=f"KURM-26-{number:07d}",
        kind="referral",
        agency=agency,
        position_kind=PositionKind.HEAD,
        holder="Mebel Jati Contoh",
        titles={"id": "Surat pengantar", "en": "Letter of introduction"},
        bodies={"id": _BODY, "en": _BODY},
        values={language: {"enterprise": "Mebel Jati Contoh"} for language in ("id", "en")},
        code=new_code(),
        status_at=now,
        drafted_at=now,
    )
