"""Letters that wait for a signature, about nothing in particular."""

import itertools
from typing import Any

from accounts.models import Agency
from common.dates import clock
from letters.models import Letter
from letters.policies.codes import new_code

_counter = itertools.count(1)


def waiting_letter(agency: Agency, **values: Any) -> Letter:
    """Write a draft of an introduction for KUR."""
    number = next(_counter)
    texts = {"id": "Surat pengantar", "en": "Letter of introduction"}
    defaults: dict[str, Any] = {
        "subject": f"test:{number}",
        "label": f"KURM-26-{number:07d}-0",
        "kind": "referral",
        "agency": agency,
        "position_kind": "head",
        "holder": "Mebel Jati Contoh",
        "titles": texts,
        "bodies": {"id": "{enterprise}, {date}.", "en": "{enterprise}, {date}."},
        "values": {"id": {"enterprise": "Mebel"}, "en": {"enterprise": "Mebel"}},
        "code": new_code(),
        "status_at": clock.now(),
        "drafted_at": clock.now(),
    }
    return Letter.objects.create(**{**defaults, **values})
