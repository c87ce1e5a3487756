"""Schemes, the check of eligibility and instalments: public endpoints."""

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.queries import PAGE_SIZE, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.dates import clock
from common.lists.paging import keyset_page
from common.money.instalments import schedule
from programs.api.serializers.eligibility import (
    EligibilityQuestionSerializer,
    EligibilitySerializer,
)
from programs.api.serializers.instalments import InstalmentsQuery, InstalmentsSerializer
from programs.api.serializers.schemes import SchemeSerializer, SchemesQuery
from programs.policies.eligibility import Rate
from programs.selectors.catalogue import edition_on, editions_in_force
from programs.selectors.verdicts import evaluate_facts
from programs.shared.loans import gap_of, later_rates, loan_of, rate_of
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
        question = EligibilityQuestionSerializer(data=request.data)
        question.is_valid(raise_exception=True)
        data = question.validated_data
        edition = edition_on(data["scheme"], data["on"])
        verdict = evaluate_facts(edition, data["facts"], data["on"])
        rate = rate_of(edition, data["facts"])
        loan = loan_of(edition, data["facts"])
        answer = {
            "eligible": verdict.eligible,
            "outcome": str(verdict.outcome),
            "missing": list(verdict.missing),
            "edition": edition.code,
            "violations": violation_rows(verdict.violations),
            "annual_rate": _decimal(rate),
            "rate_verified": None if rate is None else rate.verified,
            "later_rates": [
                {
                    "edition": later.edition,
                    "valid_from": later.valid_from,
                    "annual_rate": _decimal(later.rate),
                    "verified": later.rate is not None and later.rate.verified,
                }
                for later in later_rates(edition, data["facts"])
            ],
            "monthly_instalment": None if loan is None else loan.monthly,
            "no_instalment": gap_of(edition, data["facts"]) or None,
        }
        return Response(EligibilitySerializer(answer).data)


def _decimal(rate: Rate | None) -> str | None:
    return None if rate is None else f"{rate.annual:f}"


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
