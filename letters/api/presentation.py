"""A checked file as plain values of the contract."""

from typing import Any, Final

from letters.enums import SignatureWay
from letters.policies.codes import written
from letters.services.file_verification import CheckedFile, Finding

_BROKEN: Final = frozenset({Finding.CHANGED, Finding.BROKEN, Finding.IMPOSTOR, Finding.UNREADABLE})


def checked_file(checked: CheckedFile) -> dict[str, Any]:
    """Return the answer of the contract."""
    found = checked.verified
    answer: dict[str, Any] = {
        "known": found is not None,
        "code": written(found.code) if found is not None else None,
        "status": str(found.status) if found is not None else None,
        "unchanged": _unchanged(checked),
        "signature": _signature(checked),
    }
    if found is not None:
        by = ", ".join(filter(None, (found.signer_name, found.signer_position)))
        return {**answer, "signed_by": by or found.issuer, "signed_at": found.signed_at}
    first = next((each for each in checked.signatures if not each.is_timestamp), None)
    return {
        **answer,
        "signed_by": (first.signer or None) if first is not None else None,
        "signed_at": first.signed_at if first is not None else None,
    }


def _signature(checked: CheckedFile) -> str:
    if checked.finding in _BROKEN:
        return "broken"
    if checked.finding == Finding.FOREIGN:
        return "intact" if checked.is_intact else "broken"
    is_wet = checked.verified is not None and checked.verified.way in ("", SignatureWay.WET)
    return "none" if checked.finding == Finding.UNSIGNED or is_wet else "intact"


def _unchanged(checked: CheckedFile) -> bool | None:
    match checked.finding:
        case Finding.ISSUED:
            return True
        case Finding.FOREIGN:
            return checked.is_intact
        case Finding.UNSIGNED:
            return None
        case _:
            return False
