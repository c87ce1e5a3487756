"""Endpoints of reports: the files that programs and the buttons of the reports page download."""

from collections.abc import Iterable

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services.security_log import record_export
from accounts.shared.current_user import current_user
from common.api.schema import refusals
from common.dates import clock
from common.files.export_formats import ExportFormat
from common.web.downloads import as_download
from reports.api.negotiation import requested_format
from reports.enums import ExportState
from reports.models import ExportJob
from reports.services import exports


class FileNegotiation(BaseContentNegotiation):
    """A report chooses its own type; everything else is JSON."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        return next(iter(parsers))

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


class ExportJobSerializer(serializers.ModelSerializer[ExportJob]):
    """A background export, as the person who asked sees it."""

    url = serializers.SerializerMethodField(help_text="Where the state can be asked.")
    file = serializers.SerializerMethodField(help_text="Where the file is, once it is ready.")

    class Meta:
        model = ExportJob
        fields = ("id", "report", "format", "state", "rows", "created_at", "url", "file")

    def get_url(self, job: ExportJob) -> str:
        return reverse("api-export", args=[job.pk])

    def get_file(self, job: ExportJob) -> str | None:
        ready = job.state == ExportState.READY
        return reverse("api-export-file", args=[job.pk]) if ready else None


_FILTERS = [
    OpenApiParameter(name, OpenApiTypes.STR, description=text)
    for name, text in (
        ("state", "State of the application"),
        ("stage", "Code of a stage of review; a submitted file counts as in its first"),
        ("scheme", "Scheme code"),
        ("regency", "Regency code such as 35.78"),
        ("submitted_from", "First day of submission, ISO"),
        ("submitted_to", "Last day of submission, ISO"),
        ("overdue", "true for files past their due date"),
        ("view", "mine (waits for me), late (waits for the office too long) or all"),
        (
            "q",
            "Number, its start or last digits, NIB or its first six digits, or words as "
            "`search_in` says",
        ),
        ("search_in", "enterprise (its name), applicant (name or e-mail) or answers"),
        ("format", "csv or xlsx; wins over Accept"),
    )
]


class ReportView(APIView):
    """A report file: streamed up to 50,000 rows, a background job beyond."""

    content_negotiation_class = FileNegotiation

    @extend_schema(
        operation_id="reports_retrieve",
        parameters=_FILTERS,
        responses={
            (200, "text/csv"): OpenApiTypes.BINARY,
            (200, ExportFormat.XLSX.content_type): OpenApiTypes.BINARY,
            202: ExportJobSerializer,
            **refusals(403, 404, 409),
        },
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        user = current_user(request)
        raw = {key: str(value) for key, value in request.query_params.items() if key != "format"}
        report, filters, count = exports.prepare(user, name, raw)
        file_format = requested_format(request)
        if count > exports.STREAM_LIMIT:
            job = exports.request_export(user, name, raw, file_format)
            return Response(ExportJobSerializer(job).data, status=202)
        stream = exports.stream_csv if file_format == ExportFormat.CSV else exports.stream_xlsx
        response = as_download(
            StreamingHttpResponse(stream(user, report, filters)),
            f"{name}-{clock.today().isoformat()}",
            file_format,
            cache_control="private, no-store",
        )
        response["X-Row-Count"] = str(count)
        # Marked as encoded, so that no middleware compresses it: that would hold pieces back.
        response["Content-Encoding"] = "identity"
        return response


class ExportView(APIView):
    """One background export of the person."""

    @extend_schema(
        operation_id="exports_retrieve",
        responses={200: ExportJobSerializer, **refusals(403, 404)},
    )
    def get(self, request: Request, job_id: int) -> Response:
        job = exports.job_of(current_user(request), job_id)
        return Response(ExportJobSerializer(job).data)


class ExportFileView(APIView):
    """The finished file, for the person who asked for it."""

    content_negotiation_class = FileNegotiation

    @extend_schema(
        operation_id="exports_file_retrieve",
        responses={
            (200, "text/csv"): OpenApiTypes.BINARY,
            (200, ExportFormat.XLSX.content_type): OpenApiTypes.BINARY,
            **refusals(403, 404, 409),
        },
    )
    def get(self, request: Request, job_id: int) -> HttpResponseBase:
        job = exports.job_of(current_user(request), job_id)
        stored = exports.open_export(job)
        name = f"{job.report}-{clock.local_date(job.created_at)}.{job.format}"
        response = FileResponse(
            stored,
            as_attachment=True,
            filename=name,
            content_type=ExportFormat(job.format).content_type,
        )
        response["Cache-Control"] = "private, no-store"
        record_export(name)
        return response
