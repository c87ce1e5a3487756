"""Archiving a product while it is promised: one of the two is refused."""

from collections.abc import Callable, Sequence
from typing import Any

from enterprises.models import CapacityPromise, Product
from enterprises.services.capacity_promises import Part, promise_weeks
from enterprises.services.products import archive_product
from tests.factories.enterprises import owned_enterprise
from tests.factories.products import ProductFactory, free_weeks
from tests.races.interleaver import Work
from tests.races.trial import Scenario

Explore = Callable[[Scenario, int], None]
TRIALS = 40


def test_a_product_is_archived_or_promised(transactional_db: None, explored: Explore) -> None:
    owner, enterprise = owned_enterprise()
    weeks = free_weeks(enterprise, 1, by=owner)

    def works(product: Product) -> Sequence[Work]:
        def promise() -> object:
            # As whoever accepts a letter has read it before.
            known = Product.objects.select_related("enterprise").get(pk=product.pk)
            promise_weeks([Part(known, weeks[0], 1)], subject="order:1")
            return "promised"

        def archive() -> object:
            archive_product(owner, product)
            return "archived"

        return [promise, archive]

    def look(product: Product) -> tuple[Any, list[str]]:
        is_archived = Product.objects.filter(pk=product.pk, archived_at__isnull=False).exists()
        is_promised = CapacityPromise.objects.filter(product=product).exists()
        wrong = ["an archived product is promised"] if is_archived and is_promised else []
        return (is_archived, is_promised), wrong

    explored(
        Scenario(
            "archived while it is promised",
            things=lambda count: [
                ProductFactory(enterprise=enterprise, weekly_capacity=1000)
                for _turn in range(count)
            ],
            works=works,
            look=look,
            results=[("promised", "product_promised"), ("product_archived", "archived")],
        ),
        TRIALS,
    )
