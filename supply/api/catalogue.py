"""The export catalogue: a public endpoint."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.fields import QueryNumber
from common.api.queries import PAGE_SIZE, PageQuery, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.lists.paging import keyset_page
from common.lists.word_search import explain
from enterprises.enums import Incoterm
from reference.enums import Sector
from reference.selectors.regions import regency
from supply.selectors import catalogue
from supply.selectors.members.candidates import certificate_choices as known_certificates

_LARGEST = 10**9


class CatalogueQuery(PageQuery):
    """What a buyer looks for."""

    sector = serializers.ChoiceField(choices=Sector.choices, required=False)
    hs = serializers.RegexField(
        r"^[0-9]{2,8}\Z", required=False, help_text="The beginning of an HS code, 2 to 8 digits."
    )
    material = serializers.CharField(
        required=False, max_length=200, help_text="Words of the material, in either language."
    )
    certificate = serializers.CharField(
        required=False,
        max_length=40,
        help_text="Code of the scheme of a certificate that is valid today, as `/schemes/` names.",
    )
    regency = serializers.CharField(
        required=False, max_length=5, help_text="Code of the maker's regency, such as 35.78."
    )
    q = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Words of the product, its material or its maker.",
    )
    min_monthly_capacity = QueryNumber(
        required=False,
        min_value=0,
        max_value=_LARGEST,
        help_text="Pooled pieces a month, at least; products without a figure are left out.",
    )

    def validate_q(self, text: str) -> str:
        return _searchable(text)

    def validate_material(self, text: str) -> str:
        return _searchable(text)

    def validate_certificate(self, code: str) -> str:
        if code not in dict(known_certificates()):
            raise serializers.ValidationError(_("Sertifikat ini tidak dikenal."))
        return code

    def validate_regency(self, code: str) -> str:
        if regency(code) is None:
            raise serializers.ValidationError(_("Kabupaten/kota ini tidak dikenal."))
        return code


def _searchable(text: str) -> str:
    problem = explain(text)
    if problem:
        raise serializers.ValidationError(problem)
    return text


class PoolSerializer(serializers.Serializer[Any]):
    """What the makers of such goods can make together, rounded down, as an indication."""

    pieces = serializers.IntegerField()
    makers = serializers.IntegerField()
    month = serializers.DateField(help_text="The first day of the earliest month.")
    oldest_statement_on = serializers.DateField(source="oldest_on")


class CatalogueProductSerializer(serializers.Serializer[Any]):
    """A product of the catalogue; money is whole rupiah a piece."""

    id = serializers.IntegerField(source="product.pk")
    name_id = serializers.CharField(source="product.name_id")
    name_en = serializers.CharField(source="product.name_en")
    maker = serializers.CharField(source="product.enterprise.name")
    regency = serializers.CharField(source="product.enterprise.regency_id")
    sector = serializers.ChoiceField(source="product.sector", choices=Sector.choices)
    hs = serializers.CharField(source="product.hs_code")
    material_id = serializers.CharField(source="product.material_id")
    material_en = serializers.CharField(source="product.material_en")
    price = serializers.IntegerField(source="product.price")
    incoterm = serializers.ChoiceField(source="product.incoterm", choices=Incoterm.choices)
    moq = serializers.IntegerField(source="product.moq")
    sample_days = serializers.IntegerField(source="product.sample_days")
    production_days = serializers.IntegerField(source="product.production_days")
    pooled_monthly_capacity = serializers.SerializerMethodField()

    @extend_schema_field(PoolSerializer(allow_null=True))
    def get_pooled_monthly_capacity(self, shown: catalogue.CatalogueEntry) -> Any:
        """Return the pool; null where fewer than three makers have capacity."""
        return None if shown.pool is None else PoolSerializer(shown.pool).data


class CatalogueView(APIView):
    """Products of the catalogue with the pooled monthly capacity of their kind, newest first."""

    permission_classes = (AllowAny,)

    @endpoint(
        summary="List products of the export catalogue",
        operation="catalogue_list",
        query=[CatalogueQuery],
        answers={200: page_of(CatalogueProductSerializer)},
        public=True,
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, CatalogueQuery)
        cursor = query.pop("cursor", None)
        rows = catalogue.found(catalogue.Filters(**query))
        page = keyset_page(rows, order=("-id",), cursor=cursor, size=PAGE_SIZE)
        shown = catalogue.shown(page.items)
        return Response(
            page_answer(request, page, CatalogueProductSerializer(shown, many=True).data)
        )
