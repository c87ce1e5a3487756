"""Products of demo enterprises, with drawn photos, their capacity in coming weeks, and visits."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from accounts.models import User
from common.dates import clock
from demo.papers import Papers
from demo.past import PastDays, at
from enterprises.models import Enterprise, Member, Product
from enterprises.policies.capacity import weeks_from
from enterprises.selectors.capacity import planned_weeks
from enterprises.services.capacity_statements import state_capacity
from enterprises.services.capacity_visits import record_visit
from enterprises.services.product_data import FIELDS, ProductData
from enterprises.services.product_photos import add_clean_photo
from enterprises.services.products import add_product, set_in_catalogue
from enterprises.services.skilled_workers import state_skills
from notifications.services.delivery import deliver_due

PRODUCTS: Final = Path(__file__).resolve().parent / "data" / "demo_products.toml"
_ADDED_AGO: Final = 44
# Enough for the demo's orders to begin after Idul Fitri.
_WEEKS: Final = 17
_MARK_ID: Final = "Data contoh; produk ini tidak dijual."
_MARK_EN: Final = "Example data; this product is not for sale."
# The official of a regency visited one of them and found less than was stated.
_VISITED: Final = "Kursi makan jati"
_FOUND: Final = 30
_VISITED_AGO: Final = 15


def read_demo_products() -> list[Mapping[str, Any]]:
    """Return the rows of the file."""
    return list(tomllib.loads(PRODUCTS.read_text("utf-8"))["product"])


def add_demo_products(past: PastDays, papers: Papers, verifier: User) -> None:
    """Let the owners add their products and state their weeks; one of them was visited."""
    for position, (row, actor, enterprise) in enumerate(_of_owners(read_demo_products())):
        with at(past.moment(_ADDED_AGO, 3 * position)):
            product = _add(row, actor, enterprise, papers)
        if "free" in row:
            with at(past.moment(row["ago"], 30 + position)):
                _state(row, actor, enterprise)
        if product.name_id == _VISITED:
            with at(past.moment(_VISITED_AGO, 120)):
                today = clock.today()
                record_visit(verifier, product.pk, found=_FOUND, visited_on=today, note="Contoh.")
                # On the evening of another day it would have another date.
                deliver_due()


def _of_owners(
    rows: list[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], User, Enterprise]]:
    names = {row["enterprise"] for row in rows}
    members = Member.objects.acting().filter(enterprise__name__in=names)
    acting = {
        member.enterprise.name: (member.user, member.enterprise)
        for member in members.select_related("user", "enterprise").order_by("-id")
    }
    for row in rows:
        yield row, *acting[row["enterprise"]]


def _add(row: Mapping[str, Any], actor: User, enterprise: Enterprise, papers: Papers) -> Product:
    fields = {name: value for name, value in row.items() if name in FIELDS}
    data = ProductData(**fields, description_id=_MARK_ID, description_en=_MARK_EN)
    product = add_product(actor, enterprise, data)
    add_clean_photo(actor, product, papers.copy_for(row["drawing"], 0))
    return set_in_catalogue(actor, product, shown=True)


def _state(row: Mapping[str, Any], actor: User, enterprise: Enterprise) -> None:
    """State the weeks from now on, none in the weeks of Idul Fitri, as the page proposes it."""
    weeks = weeks_from(clock.today(), _WEEKS + row["ago"] // 5)
    planned = planned_weeks(enterprise, weeks)
    free = {each.week: 0 if each.is_of_eid else int(row["free"]) for each in planned}
    state_capacity(actor, enterprise, free)
    state_skills(actor, enterprise, dict(row["skills"]))
