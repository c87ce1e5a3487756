"""Schemes, and whether one fits: open to everybody."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.queries import PAGE_SIZE, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.dates import clock
from common.lists.paging import keyset_page
from common.money.instalments import MAX_PRINCIPAL, annuity, schedule
from programs.api.serializers.eligibility import (
    EligibilityQuestionSerializer,
    EligibilitySerializer,
)
from programs.api.serializers.instalments import InstalmentsQuery, InstalmentsSerializer
from programs.api.serializers.schemes import SchemeSerializer, SchemesQuery
from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.selectors.catalogue import edition_on, editions_in_force, rule_book
from programs.selectors.verdicts import judge_facts
from programs.shared.violations import violation_rows


class SchemesView(APIView):
    """The schemes in force, with their rules, stages and documents."""

    permission_classes = (AllowAny,)

    @endpoint(
        summary="List schemes",
        operation="schemes_list",
        query=[SchemesQuery],
        answers={200: page_of(SchemeSerializer)},
        public=True,
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, SchemesQuery)
        editions = editions_in_force(query.get("on") or clock.today())
        if "kind" in query:
            editions = editions.filter(scheme__kind=query["kind"])
        page = keyset_page(
            editions,
            order=("scheme__kind", "scheme__code", "id"),
            cursor=query.get("cursor"),
            size=PAGE_SIZE,
        )
        return Response(page_answer(request, page, SchemeSerializer(page.items, many=True).data))


class EligibilityView(APIView):
    """Judges facts by the edition of a day; nothing is stored."""

    permission_classes = (AllowAny,)

    @endpoint(
        summary="Check eligibility",
        operation="eligibility_check",
        body=EligibilityQuestionSerializer,
        answers={200: EligibilitySerializer},
        errors=(413, 415),
        public=True,
    )
    def post(self, request: Request) -> Response:
        asked = EligibilityQuestionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        edition = edition_on(given["scheme"], given["on"])
        verdict = judge_facts(edition, given["facts"], given["on"])
        rate = _rate(edition, given["facts"])
        answer = {
            "eligible": verdict.eligible,
            "missing": list(verdict.missing),
            "edition": edition.code,
            "violations": violation_rows(verdict.violations),
            "annual_rate": None if rate is None else f"{rate:f}",
            "monthly_instalment": _instalment(given["facts"], rate),
        }
        return Response(EligibilitySerializer(answer).data)


class InstalmentsView(APIView):
    """The table of a loan, in whole rupiah."""

    permission_classes = (AllowAny,)

    @endpoint(
        summary="Compute instalments",
        operation="tools_instalments",
        query=[InstalmentsQuery],
        answers={200: InstalmentsSerializer},
        public=True,
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, InstalmentsQuery)
        rows = schedule(
            principal=query["principal"],
            annual_rate=query["annual_rate"],
            months=query["months"],
            method=query["method"],
        )
        answer = {"rows": rows, "total_interest": sum(row.interest for row in rows)}
        return Response(InstalmentsSerializer(answer).data)


def _rate(edition: Edition, facts: Mapping[str, Any]) -> Decimal | None:
    rule = kind_of(edition.scheme.kind).rate
    found = rule(facts, rule_book(edition, facts.get("regency"))) if rule else None
    return found.annual if found else None


def _instalment(facts: Mapping[str, Any], rate: Decimal | None) -> int | None:
    amount, months = facts.get("requested_amount"), facts.get("tenor_months")
    if rate is None or amount is None or months is None or amount > MAX_PRINCIPAL:
        return None
    return annuity(amount, rate, months)
