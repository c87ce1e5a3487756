"""The fields of a product, and which values are refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from django.utils.translation import gettext as _

from common.errors import FieldError, InvalidInput
from common.identity.hs_codes import hs_digits
from common.money.rupiah import MAX_RUPIAH
from common.text.formats import number
from common.text.marking import gettext_noop
from common.text.typed import says_nothing, visible, visible_line
from enterprises.enums import Incoterm
from enterprises.messages.refusals import field_message
from enterprises.models import Product
from enterprises.policies.kbli_codes import NotAKbli, read_kbli
from reference.enums import KbliVersion, Sector

# Least and most of each whole number; sizes in mm, weights in grams, volume in cm³.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "price": (1, MAX_RUPIAH),
    "moq": (1, 10_000_000),
    "sample_days": (0, 365),
    "production_days": (1, 730),
    "weekly_capacity": (1, 1_000_000),
    "length_mm": (1, 100_000),
    "width_mm": (1, 100_000),
    "height_mm": (1, 100_000),
    "net_grams": (1, 50_000_000),
    "gross_grams": (1, 50_000_000),
    "units_per_carton": (1, 100_000),
    "carton_cm3": (1, 100_000_000),
}
MAY_LACK: Final = frozenset(
    {"length_mm", "width_mm", "height_mm", "net_grams", "gross_grams"}
    | {"units_per_carton", "carton_cm3"}
)
LONG_TEXTS: Final = frozenset({"description_id", "description_en"})
LONGEST: Final = {
    "name_id": 120,
    "name_en": 120,
    "description_id": 2000,
    "description_en": 2000,
    "sku": 40,
    "material_id": 200,
    "material_en": 200,
    "packing_id": 200,
    "packing_en": 200,
}
_NEEDED_TEXTS: Final = frozenset({"name_id", "material_id"})


@dataclass(frozen=True)
class ProductData:
    """A product as its people state it; the units are those of the model.

    `certificates` are keys of credentials of the same enterprise.
    """

    name_id: str
    sector: Sector | str
    hs_code: str
    kbli: str
    kbli_version: KbliVersion | str
    material_id: str
    price: int
    incoterm: Incoterm | str
    moq: int
    sample_days: int
    production_days: int
    weekly_capacity: int
    name_en: str = ""
    description_id: str = ""
    description_en: str = ""
    sku: str = ""
    material_en: str = ""
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    net_grams: int | None = None
    gross_grams: int | None = None
    packing_id: str = ""
    packing_en: str = ""
    units_per_carton: int | None = None
    carton_cm3: int | None = None
    certificates: tuple[int, ...] = ()


FIELDS: Final = tuple(each.name for each in fields(ProductData))
COLUMNS: Final = tuple(name for name in FIELDS if name != "certificates")


def values_of(product: Product, certificates: tuple[int, ...]) -> dict[str, Any]:
    """Return the initial values of the fields of a stored product."""
    return {**{name: getattr(product, name) for name in COLUMNS}, "certificates": certificates}


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return all values of a product cleaned, texts without invisible characters.

    Raises one InvalidInput with every fault found.
    """
    found: dict[str, Any] = {}
    faults: list[FieldError] = []
    for name in COLUMNS:
        value, fault = _one(name, values[name])
        found[name] = value
        if fault:
            faults.append(fault)
    net, gross = found["net_grams"], found["gross_grams"]
    if isinstance(net, int) and isinstance(gross, int) and gross < net:
        text = _("Berat kotor termasuk kemasan, jadi tidak kurang dari berat bersih.")
        faults.append(FieldError("gross_below_net", "gross_grams", text))
    if faults:
        raise InvalidInput.many(faults)
    return found


def _one(name: str, value: Any) -> tuple[Any, FieldError | None]:
    if name in BOUNDS:
        return value, _number_fault(name, value)
    if name in _CODES:
        clean, text = _CODES[name]
        code = clean(str(value))
        return code, None if code else FieldError("unknown", name, _(text))
    if name == "kbli":
        return _kbli(str(value))
    text_value = visible(str(value)).strip() if name in LONG_TEXTS else visible_line(str(value))
    text_value = "" if says_nothing(text_value) else text_value
    return text_value, _text_fault(name, text_value)


def _kbli(text: str) -> tuple[str, FieldError | None]:
    try:
        return read_kbli(text), None
    except NotAKbli as error:
        if error.code == "kbli_lost_zero":
            sentence = field_message(error.code, "kbli", {"likely": error.likely})
            return "", FieldError(error.code, "kbli", sentence)
        return "", FieldError("unknown", "kbli", _("Kode KBLI terdiri dari lima angka."))


def _number_fault(name: str, value: Any) -> FieldError | None:
    if value is None:
        is_missing = name not in MAY_LACK
        return FieldError("required", name, _("Isi angkanya.")) if is_missing else None
    least, most = BOUNDS[name]
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return None
    said = {"least": number(least), "most": number(most)}
    return FieldError("out_of_range", name, _("Isi angka %(least)s sampai %(most)s.") % said)


def _text_fault(name: str, text: str) -> FieldError | None:
    most = LONGEST[name]
    if name in _NEEDED_TEXTS and not text:
        return FieldError("required", name, _("Isi bagian ini."))
    if "\x00" in text:
        return FieldError("unreadable", name, _("Ada huruf yang tidak dapat dibaca. Ketik ulang."))
    if len(text) > most:
        said = {"most": number(most)}
        return FieldError("too_long", name, _("Paling banyak %(most)s huruf.") % said)
    return None


def _hs(text: str) -> str:
    digits = hs_digits(text) or ""
    return digits if len(digits) in (6, 8) else ""


def _choice(values: list[str]) -> Callable[[str], str]:
    return lambda text: text if text in values else ""


# The parser of each code, and the message for an invalid one, translated when it is shown.
_CODES: Final[Mapping[str, tuple[Callable[[str], str], str]]] = {
    "hs_code": (_hs, gettext_noop("Kode HS terdiri dari 6 atau 8 angka, misalnya 9401.53.")),
    "kbli_version": (_choice(list(KbliVersion.values)), gettext_noop("Pilih salah satu.")),
    "sector": (_choice(list(Sector.values)), gettext_noop("Pilih salah satu.")),
    "incoterm": (_choice(list(Incoterm.values)), gettext_noop("Pilih salah satu.")),
}
