"""The endpoint by which an owner chooses the year of a letter that is valid only in its year."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.person import signed_in
from applications.models import Application
from applications.selectors.access import application_for, require_visible
from common.api.fields import WholeNumber
from common.api.schema import endpoint
from common.errors import DomainError
from permits.services.letter_year import choose_year, chosen_year, is_chosen_now, years

_MOST_YEAR = 9999


class ChooseYearSerializer(serializers.Serializer[Any]):
    """The year in which the letter is to be signed."""

    year = WholeNumber(min_value=1, max_value=_MOST_YEAR)


class LetterYearSerializer(serializers.Serializer[Any]):
    """The choice; `years` is empty where none can be made now: in December, before the decision."""

    application = serializers.IntegerField()
    year = serializers.IntegerField(allow_null=True)
    years = serializers.ListField(child=serializers.IntegerField())


class LetterYearView(APIView):
    """Shows the choice and takes it; it may be changed until the decision."""

    def reread(self, request: Request, stored: Any) -> dict[str, Any] | None:
        """Return the choice of a stored response as the user may see it now, else None."""
        try:
            return _shown(application_for(signed_in(request), stored["application"]))
        except DomainError:
            return None

    @endpoint(
        summary="Read the year of the letter",
        operation="applications_read_letter_year",
        answers={200: LetterYearSerializer},
        errors=(404,),
    )
    def get(self, request: Request, application_id: int) -> Response:
        return Response(_shown(application_for(signed_in(request), application_id)))

    @endpoint(
        summary="Choose the year of the letter",
        operation="applications_choose_letter_year",
        body=ChooseYearSerializer,
        answers={200: LetterYearSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, application_id: int) -> Response:
        user = signed_in(request)
        require_visible(user, application_id)
        sent = ChooseYearSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        choose_year(user, application_id, sent.validated_data["year"])
        return Response(_shown(application_for(user, application_id)))


def _shown(application: Application) -> dict[str, Any]:
    return {
        "application": application.pk,
        "year": chosen_year(application),
        "years": list(years()) if is_chosen_now(application) else [],
    }
