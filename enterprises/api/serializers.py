"""Enterprises: what is sent, what the owner sees, what an official sees."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import Choice, Day, QueryNumber, Text, WholeNumber, YesNo
from common.api.queries import PageQuery
from common.money.rupiah import MAX_RUPIAH
from common.text.formats import mask_tail
from enterprises.enums import LegalForm, StatedBy, UmkmClass
from enterprises.models import Enterprise
from enterprises.selectors.classes import ClassPair
from enterprises.services.cleaning import MAX_ADDRESS, MAX_NAME, MAX_SKU, MAX_WORKERS
from reference.enums import KbliVersion, Sector

CLASSES = [str(value) for value in UmkmClass.values]


class EnterprisesQuery(PageQuery):
    """A page of enterprises."""


class ClassificationQuery(serializers.Serializer[Any]):
    """Amounts in rupiah; capital without land and buildings."""

    owner_capital = QueryNumber(min_value=0, max_value=MAX_RUPIAH)
    loan_capital = QueryNumber(min_value=0, max_value=MAX_RUPIAH, required=False, default=0)
    annual_sales = QueryNumber(min_value=0, max_value=MAX_RUPIAH)


class ClassificationSerializer(serializers.Serializer[Any]):
    """Both classes; they may differ."""

    class_by_capital = serializers.ChoiceField(choices=CLASSES)
    class_by_sales = serializers.ChoiceField(choices=CLASSES)
    legal_basis = serializers.CharField()


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 0, "maximum": MAX_RUPIAH},
            {"type": "string", "enum": [""]},
        ],
        "nullable": True,
    }
)
class OptionalAmount(WholeNumber):
    """Rupiah; empty counts as none."""

    def to_internal_value(self, data: Any) -> int:
        return 0 if data == "" else super().to_internal_value(data)


class EnterpriseInputSerializer(serializers.Serializer[Any]):
    """The contract's fields in their JSON types; their meaning is checked by the service."""

    name = Text(max_length=MAX_NAME)
    legal_form = Choice(choices=LegalForm.values)
    nib = Text(
        max_length=60,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="13 digits. Required without sku_number or candidate; can be added later.",
    )
    sku_number = Text(
        max_length=MAX_SKU,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="Number of the village's business letter; perorangan only where there is no NIB.",
    )
    candidate = YesNo(
        required=False,
        allow_null=True,
        help_text="A future entrepreneur without NIB and SKU; perorangan only.",
    )
    nik = Text(max_length=60, help_text="16 digits; never returned whole.")
    npwp = Text(max_length=60, required=False, allow_blank=True, allow_null=True)
    regency = Text(max_length=80, help_text="Dotted code such as 35.78.")
    address = Text(max_length=MAX_ADDRESS)
    sector = Choice(choices=Sector.values)
    kbli = Text(max_length=200, help_text="5 digits; a title behind them is dropped.")
    kbli_version = Choice(choices=KbliVersion.values)
    founded_on = Day(required=False, allow_null=True, help_text="Required but of a candidate.")
    owner_capital = WholeNumber(min_value=0, max_value=MAX_RUPIAH)
    loan_capital = OptionalAmount(
        min_value=0, max_value=MAX_RUPIAH, required=False, allow_null=True
    )
    annual_sales = WholeNumber(
        min_value=0,
        max_value=MAX_RUPIAH,
        required=False,
        allow_null=True,
        help_text="Required but of a candidate.",
    )
    workers = WholeNumber(
        min_value=0,
        max_value=MAX_WORKERS,
        required=False,
        allow_null=True,
        help_text="Required but of a candidate.",
    )
    phone = Text(max_length=60, required=False, allow_blank=True, allow_null=True)


class WarningSerializer(serializers.Serializer[Any]):
    """A warning, which is no reason to refuse."""

    code = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    message = serializers.CharField()


class StatementSerializer(serializers.Serializer[Any]):
    """Who stated a particular, as what, and on which day."""

    by = serializers.ChoiceField(choices=StatedBy.values)
    on = serializers.DateField()


class _Profile(serializers.ModelSerializer[Enterprise]):
    """`classes` in the context are those of the enterprise."""

    nib = serializers.CharField(allow_null=True, help_text="Null where there is none yet.")
    sku_number = serializers.SerializerMethodField(help_text="Null without one.")
    nik = serializers.SerializerMethodField(help_text="Masked.")
    npwp = serializers.SerializerMethodField(help_text="Masked; null without one.")
    regency = serializers.CharField(source="regency_id")
    legal_form = serializers.ChoiceField(choices=LegalForm.values)
    sector = serializers.ChoiceField(choices=Sector.values)
    kbli_version = serializers.ChoiceField(choices=KbliVersion.values)
    class_by_capital = serializers.SerializerMethodField()
    class_by_sales = serializers.SerializerMethodField()
    legal_basis = serializers.SerializerMethodField()
    stated = serializers.SerializerMethodField(
        help_text="By field: who stated its value and on which day. Fields of which that is not "
        "known are absent. Never a person's name."
    )

    def get_sku_number(self, enterprise: Enterprise) -> str | None:
        return enterprise.sku_number or None

    def get_nik(self, enterprise: Enterprise) -> str:
        return mask_tail(enterprise.nik)

    def get_npwp(self, enterprise: Enterprise) -> str | None:
        return mask_tail(enterprise.npwp) if enterprise.npwp else None

    @extend_schema_field(serializers.ChoiceField(choices=CLASSES))
    def get_class_by_capital(self, _enterprise: Enterprise) -> str:
        return str(self._classes().by_capital)

    @extend_schema_field(serializers.ChoiceField(choices=CLASSES, allow_null=True))
    def get_class_by_sales(self, _enterprise: Enterprise) -> str | None:
        by_sales = self._classes().by_sales
        return str(by_sales) if by_sales else None

    @extend_schema_field(serializers.DictField(child=StatementSerializer()))
    def get_stated(self, enterprise: Enterprise) -> dict[str, Any]:
        stated = enterprise.stated
        return {name: stated[name] for name, _field in self.fields.items() if name in stated}

    def get_legal_basis(self, _enterprise: Enterprise) -> str:
        return self._classes().legal_basis

    def _classes(self) -> ClassPair:
        pair: ClassPair = self.context["classes"]
        return pair


_SHARED = (
    "id",
    "name",
    "legal_form",
    "nib",
    "sku_number",
    "candidate",
    "nik",
    "npwp",
    "regency",
    "address",
    "sector",
    "kbli",
    "kbli_version",
    "founded_on",
    "owner_capital",
    "loan_capital",
    "annual_sales",
    "workers",
    "class_by_capital",
    "class_by_sales",
    "legal_basis",
    "stated",
)


class OwnEnterpriseProfileSerializer(_Profile):
    """One of the person's own enterprises."""

    seen_as = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = Enterprise
        fields = (*_SHARED, "phone", "warnings", "seen_as")

    @extend_schema_field(serializers.ChoiceField(choices=["applicant"]))
    def get_seen_as(self, _enterprise: Enterprise) -> str:
        return "applicant"

    @extend_schema_field(WarningSerializer(many=True))
    def get_warnings(self, _enterprise: Enterprise) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = list(
            WarningSerializer(self.context.get("warnings", ()), many=True).data
        )
        return rows


class RegisterEnterpriseProfileSerializer(_Profile):
    """An enterprise in the region of an official; without its telephone number."""

    seen_as = serializers.SerializerMethodField()

    class Meta:
        model = Enterprise
        fields = (*_SHARED, "seen_as")

    @extend_schema_field(serializers.ChoiceField(choices=["official"]))
    def get_seen_as(self, _enterprise: Enterprise) -> str:
        return "official"


class EnterpriseRowSerializer(serializers.ModelSerializer[Enterprise]):
    """One enterprise in a list."""

    regency = serializers.CharField(source="regency_id")
    legal_form = serializers.ChoiceField(choices=LegalForm.values)
    sector = serializers.ChoiceField(choices=Sector.values)

    class Meta:
        model = Enterprise
        fields = ("id", "name", "nib", "candidate", "legal_form", "sector", "regency")
