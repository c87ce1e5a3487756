"""Which costs the exporter bears up to an Incoterm (Incoterms 2020), from the members' place. Pure.

What the seller pays under each term: EXW hands over at its own place, FCA, FAS and FOB in the
country, CPT and CFR with freight, CIP and CIF with insurance too. Under DAP, DPU and DDP the seller
bears the risk to the place, so freight and insurance are its cost as well, and what follows the
port: the way to the place, under DPU the unloading there, under DDP import clearance and duty.
"""

from collections.abc import Mapping
from typing import Final

_OWN_PLACE: Final = ("to_hub", "inspection", "packing")
_CLEARED: Final = (*_OWN_PLACE, "documents", "to_port")
_LOADED: Final = (*_CLEARED, "terminal")
_FREIGHT: Final = (*_LOADED, "freight")
_INSURED: Final = (*_FREIGHT, "insurance")
_TO_PLACE: Final = (*_INSURED, "to_place")
_LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "EXW": _OWN_PLACE,
    "FCA": _CLEARED,
    "FAS": _CLEARED,
    "FOB": _LOADED,
    "CPT": _FREIGHT,
    "CFR": _FREIGHT,
    "CIP": _INSURED,
    "CIF": _INSURED,
    "DAP": _TO_PLACE,
    "DPU": (*_TO_PLACE, "unloading"),
    "DDP": (*_TO_PLACE, "import_duty"),
}


def lines_of(incoterm: str) -> tuple[str, ...]:
    """Return the kinds of cost between the members' place and where the term hands over."""
    return _LINES[incoterm]
