"""The report of buyers' requests: how many were met and lost, and why; small cells are hidden."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, IntegerField, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.dates.clock import JAKARTA
from common.errors import NotPermitted
from reports.selectors.cells import label_of_code
from reports.selectors.few import note_of_few, unless_few
from reports.selectors.rows import Column, Report
from supply.enums import ClosedAs, LostReason, RequestState
from supply.models import BuyerRequest
from supply.permissions import may_read
from supply.policies.request_states import ENDED

_LOST: Final = "lost:"


def _result() -> Combinable:
    labels = [(state.value, state.label) for state in RequestState if state.value in ENDED]
    labels.append((ClosedAs.MET.value, ClosedAs.MET.label))
    labels += [(f"{_LOST}{each.value}", each.label) for each in LostReason]
    return label_of_code("result", labels)


COLUMNS = (
    Column("year", gettext_lazy("Tahun"), "year", "number"),
    Column("result", gettext_lazy("Hasil"), _result),
    Column("requests", gettext_lazy("Jumlah permintaan"), lambda: unless_few("counted"), "number"),
    Column("pieces", gettext_lazy("Jumlah buah"), lambda: unless_few("asked"), "number"),
    Column("note", gettext_lazy("Keterangan"), note_of_few),
)


def clean(raw: Mapping[str, str]) -> dict[str, Any]:
    """Return no filters: the report has none."""
    return {}


def rows(user: User, filters: Mapping[str, Any]) -> QuerySet[Any, Any]:
    """Return the ended requests of the whole province by year and result.

    Raises NotPermitted for officials of a regency.
    """
    if not may_read(user):
        raise NotPermitted("not_yours", _("Laporan ini untuk petugas dinas provinsi."))
    result = Case(
        When(closed_as=ClosedAs.LOST, then=Concat(Value(_LOST), F("lost_reason"))),
        When(closed_as=ClosedAs.MET, then=Value(ClosedAs.MET.value)),
        default=F("state"),
        output_field=CharField(),
    )
    ended = BuyerRequest.objects.filter(state__in=ENDED, confirmed_at__isnull=False)
    by_result = ended.annotate(year=ExtractYear("state_at", tzinfo=JAKARTA), result=result)
    counted = by_result.values("year", "result").annotate(
        counted=Count("pk"), asked=Sum("quantity", output_field=IntegerField())
    )
    return counted.order_by("year", "result")


REQUESTS = Report(
    name="requests",
    title=gettext_lazy("Permintaan pembeli"),
    columns=COLUMNS,
    clean=clean,
    rows=rows,
    opens_to=may_read,
    is_small=True,
)
