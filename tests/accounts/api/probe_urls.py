"""A small API for these tests: endpoints that refuse, return the person, or create a row."""

from typing import Any, cast

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.urls import path
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.models import User
from common.errors import (
    Conflict,
    FieldError,
    InvalidInput,
    NotFound,
    NotPermitted,
    TooManyRequests,
    Unavailable,
)

REFUSALS: dict[str, Exception] = {
    "many": InvalidInput.many([FieldError("short", "nib", "13 angka"), FieldError("x", None, "?")]),
    "not_permitted": NotPermitted("not_yours", "Bukan milik Anda."),
    "domain_not_found": NotFound("no_such", "Tidak ada."),
    "conflict": Conflict("stale", "Sudah %(state)s.", params={"state": "ditarik"}),
    "too_many": TooManyRequests("slow_down", "Pelan-pelan.", params={"wait": 30}),
    "busy": Unavailable("busy", "Sibuk."),
    "http404": Http404("secret"),
    "django": DjangoValidationError({"name": ["Kosong."]}),
    "nested": serializers.ValidationError(
        {
            "answers": {"tenor_months": [serializers.ErrorDetail("Angka.", "not_a_number")]},
            "offers": [{}, {"id": ["Wajib."]}],
            "non_field_errors": ["Semua salah."],
        }
    ),
}


class Answers(serializers.Serializer[Any]):
    tenor_months = serializers.IntegerField(min_value=1)


class Refuse(APIView):
    permission_classes = (AllowAny,)

    def get(self, request: Request, name: str) -> Response:
        raise REFUSALS[name]


class Actor(APIView):
    def get(self, request: Request) -> Response:
        return Response({"email": str(getattr(request.user, "email", ""))})

    def post(self, request: Request) -> Response:
        Answers(data=request.data).is_valid(raise_exception=True)
        return Response({})


class Make(APIView):
    permission_classes = (AllowAny,)

    @idempotent
    def post(self, request: Request) -> Response:
        user = User.objects.create_user(f"dibuat{User.objects.count()}@umkm.example")
        data = cast(dict[str, Any], request.data)
        if data.get("refuse"):
            raise Conflict("refused", "Tidak bisa.")
        upload = data.get("file")
        size = len(upload.read()) if upload else None
        return Response({"id": user.pk, "phone": "+62812", "size": size}, status=201)

    def reread(self, request: Request, answer: dict[str, Any]) -> dict[str, Any]:
        return {"id": answer["id"], "phone": "+62812"}


urlpatterns = [
    path("api/refuse/<str:name>/", Refuse.as_view()),
    path("api/who/", Actor.as_view()),
    path("api/make/", Make.as_view()),
]
handler404 = "umkm_portal.http.errors.page_not_found"
