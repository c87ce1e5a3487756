"""A letter of commitment as PDF, typeset with Typst from what the letter keeps."""

import json
from typing import Any, Final, Literal

import typst
from django.conf import settings

from common.dates import clock
from common.files.qr_code import qr_svg
from common.text.formats import date_long, datetime_wib
from letters.policies.codes import written
from letters.policies.drawable import drawable
from supply.models import Commitment

_TEMPLATE: Final = settings.BASE_DIR / "templates" / "pesanan_bersama/surat.typ"
_STANDARDS: Final[list[Literal["a-2a", "ua-1"]]] = ["a-2a", "ua-1"]


def commitment_pdf(
    letter: Commitment, *, head: list[dict[str, str]], weeks: list[dict[str, str]], duties: Any
) -> bytes:
    """Return the letter as PDF/A with its current answer.

    `head`, `weeks` and `duties` are its rows in words. It has no seal of the office, which is not a
    party; `/verifikasi/` shows by the code whether it is real and what it is worth.
    """
    sent = clock.local_date(letter.sent_at)
    content: dict[str, Any] = drawable(
        {
            "number": letter.content["number"],
            "exporter": letter.content["exporter"],
            "head": head,
            "weeks": weeks,
            "duties": duties,
            "answer_by": date_long(letter.answer_by),
            "sent": date_long(sent),
            "day": [sent.year, sent.month, sent.day],
            "state": letter.get_state_display(),
            "accepted_by": letter.accepted_by.get_full_name() if letter.accepted_by else "",
            "accepted_at": datetime_wib(letter.accepted_at) if letter.accepted_at else "",
            "code": written(letter.code),
            "address": f"{settings.PORTAL_URL}/verifikasi/{written(letter.code)}/",
        }
    )
    pdf: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        sys_inputs={"letter": json.dumps({**content, "qr": qr_svg(content["address"])})},
        ignore_system_fonts=True,
        pdf_standards=[*_STANDARDS],
    )
    return pdf
