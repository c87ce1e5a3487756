"""Products and weeks of an enterprise, as programs send and read them."""

from typing import Any

from rest_framework import serializers

from common.api.fields import Choice, Day, RowId, Text, WholeNumber, YesNo
from common.api.queries import PageQuery
from enterprises.enums import CapacitySource, Incoterm
from enterprises.models import Product
from enterprises.policies.capacity import WHOLE_WEEK
from enterprises.services.capacity_statements import MOST_WEEKS
from enterprises.services.product_data import BOUNDS, LONGEST, MAY_LACK
from reference.enums import KbliVersion, Sector

_MOST_PIECES = 10_000_000


def _text(name: str, *, required: bool = False) -> Text:
    return Text(max_length=LONGEST[name], required=required, allow_blank=not required)


def _count(name: str, help_text: str = "") -> WholeNumber:
    least, most = BOUNDS[name]
    lacks = name in MAY_LACK
    return WholeNumber(
        min_value=least, max_value=most, required=not lacks, allow_null=lacks, help_text=help_text
    )


class ProductsQuery(PageQuery):
    """A page of products."""


class ProductInputSerializer(serializers.Serializer[Any]):
    """A product; sizes in mm, weights in grams, money in whole rupiah a piece."""

    name_id = _text("name_id", required=True)
    name_en = _text("name_en")
    description_id = _text("description_id")
    description_en = _text("description_en")
    sku = _text("sku")
    sector = Choice(choices=Sector.values)
    hs_code = Text(max_length=30, help_text="6 or 8 digits, with or without dots.")
    kbli = Text(max_length=200, help_text="5 digits; a title behind them is dropped.")
    kbli_version = Choice(choices=KbliVersion.values)
    material_id = _text("material_id", required=True)
    material_en = _text("material_en")
    length_mm = _count("length_mm")
    width_mm = _count("width_mm")
    height_mm = _count("height_mm")
    net_grams = _count("net_grams")
    gross_grams = _count("gross_grams")
    packing_id = _text("packing_id")
    packing_en = _text("packing_en")
    units_per_carton = _count("units_per_carton")
    carton_cm3 = _count("carton_cm3")
    price = _count("price", "Rupiah for one piece under the incoterm.")
    incoterm = Choice(choices=Incoterm.values, help_text="Incoterms 2020.")
    moq = _count("moq")
    sample_days = _count("sample_days")
    production_days = _count("production_days")
    weekly_capacity = _count(
        "weekly_capacity", "Pieces in a normal week, if it makes only this product."
    )
    certificates = serializers.ListField(
        child=RowId(),
        max_length=50,
        required=False,
        help_text="Ids of documents that the enterprise holds.",
    )


class ProductChangeSerializer(ProductInputSerializer):
    """What a change may also say."""

    shown_in_catalogue = YesNo(
        required=False, help_text="Needs the English name and material of the product."
    )


class ProductSerializer(serializers.ModelSerializer[Product]):
    """A product of an enterprise."""

    id = serializers.UUIDField(source="uid")
    certificates = serializers.SerializerMethodField()
    capacity_counted = serializers.IntegerField(
        source="trusted_capacity",
        help_text="Pieces a week that count: the smaller of the statement and what a visit of the "
        "last year found.",
    )

    class Meta:
        model = Product
        fields = (
            "id",
            "name_id",
            "name_en",
            "description_id",
            "description_en",
            "sku",
            "sector",
            "hs_code",
            "kbli",
            "kbli_version",
            "material_id",
            "material_en",
            "length_mm",
            "width_mm",
            "height_mm",
            "net_grams",
            "gross_grams",
            "packing_id",
            "packing_en",
            "units_per_carton",
            "carton_cm3",
            "price",
            "incoterm",
            "moq",
            "sample_days",
            "production_days",
            "weekly_capacity",
            "capacity_counted",
            "capacity_verified_on",
            "certificates",
            "shown_in_catalogue",
            "shown_at",
        )

    def get_certificates(self, product: Product) -> list[int]:
        return sorted(each.pk for each in product.certificates.all())


class CapacityQuery(serializers.Serializer[Any]):
    """How many weeks, beginning with this one."""

    weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS, required=False, default=12)


class WeekInputSerializer(serializers.Serializer[Any]):
    """A week, given by its Monday: thousandths of it, or pieces of a product."""

    week = Day(help_text="A Monday.")
    free_thousandths = WholeNumber(min_value=0, max_value=WHOLE_WEEK, required=False)
    product = serializers.UUIDField(required=False)
    pieces = WholeNumber(min_value=0, max_value=_MOST_PIECES, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        is_part = "free_thousandths" in attrs
        if is_part == ("pieces" in attrs) or is_part == ("product" in attrs):
            raise serializers.ValidationError(
                "free_thousandths, or product and pieces", code="one_of_both"
            )
        return attrs


class CapacityInputSerializer(serializers.Serializer[Any]):
    """What weeks keep for pooled orders, what is promised included; others stay as they are."""

    weeks = serializers.ListField(child=WeekInputSerializer(), min_length=1, max_length=MOST_WEEKS)


class CapacityWeekSerializer(serializers.Serializer[Any]):
    """A week of an enterprise, over all its products together."""

    week = serializers.DateField()
    free_thousandths = serializers.IntegerField(
        source="free", allow_null=True, help_text="Null where nothing was stated."
    )
    promised_thousandths = serializers.IntegerField(source="promised")
    left_thousandths = serializers.IntegerField(source="left")
    stated_on = serializers.DateField(allow_null=True)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=CapacitySource.values, allow_null=True
    )
    holidays = serializers.ListField(child=serializers.CharField())
    proposed_thousandths = serializers.SerializerMethodField(
        help_text="From the last statement by working days; null without one."
    )

    def get_proposed_thousandths(self, week: Any) -> int | None:
        return None if week.proposal is None else int(week.proposal.thousandths)


class CapacitySerializer(serializers.Serializer[Any]):
    """The weeks, and those among them that keep less than is promised."""

    weeks = CapacityWeekSerializer(many=True)
    short_weeks = serializers.ListField(child=serializers.DateField())
