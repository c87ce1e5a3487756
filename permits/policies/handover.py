"""Which answers an owner types again in an agency's own system, by the code of the stage."""

from collections.abc import Mapping
from typing import Final

HANDED_OVER: Final[Mapping[str, tuple[str, ...]]] = {
    "oss-self": ("activity_code", "risk_level", "product_name", "product_group", "shelf_life_days"),
    "sihalal": ("product_names", "production_sites", "outlets"),
    "e-ska": ("invoice_number", "destination", "hs_code", "uses_imported_inputs"),
    "djki-filing": ("brand", "nice_classes", "goods"),
}
