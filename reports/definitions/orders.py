"""The report of orders made by many members, by year and state; small cells are hidden."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from common.dates.clock import JAKARTA
from common.errors import NotPermitted
from reports.selectors.cells import label_of_code
from reports.selectors.few import note_of_few, unless_few
from reports.selectors.rows import Column, Report
from supply.enums import LetterState, OrderState
from supply.models import Commitment, Order
from supply.permissions import may_read
from supply.selectors.orders.sums import SumOfList

COLUMNS = (
    Column("year", gettext_lazy("Tahun"), "year", "number"),
    Column("state", gettext_lazy("Keadaan"), lambda: label_of_code("state", OrderState.choices)),
    Column("orders", gettext_lazy("Jumlah pesanan"), lambda: unless_few("counted"), "number"),
    Column("pieces", gettext_lazy("Buah dipesan"), lambda: unless_few("ordered"), "number"),
    Column(
        "covered",
        gettext_lazy("Buah dalam surat yang diterima"),
        lambda: unless_few("promised"),
        "number",
    ),
    Column("note", gettext_lazy("Keterangan"), note_of_few),
)


def clean(raw: Mapping[str, str]) -> dict[str, Any]:
    """Return no filters: the report has none."""
    return {}


def rows(user: User, filters: Mapping[str, Any]) -> QuerySet[Any, Any]:
    """Return the orders of the whole province by the year of their beginning and their state.

    Raises NotPermitted for officials of a regency.
    """
    if not may_read(user):
        raise NotPermitted("not_yours", _("Laporan ini untuk petugas dinas provinsi."))
    accepted = Commitment.objects.filter(order=OuterRef("pk"), state=LetterState.ACCEPTED)
    covered = accepted.order_by().values("order").annotate(all=Sum(SumOfList("pieces")))
    orders = Order.objects.annotate(
        year=ExtractYear("created_at", tzinfo=JAKARTA),
        covered=Coalesce(Subquery(covered.values("all"), output_field=IntegerField()), 0),
    )
    counted = orders.values("year", "state").annotate(
        counted=Count("pk"),
        ordered=Sum("quantity", output_field=IntegerField()),
        promised=Sum("covered", output_field=IntegerField()),
    )
    return counted.order_by("year", "state")


ORDERS = Report(
    name="orders",
    title=pgettext_lazy("jamak", "Pesanan bersama"),
    columns=COLUMNS,
    clean=clean,
    rows=rows,
    opens_to=may_read,
    is_small=True,
)
