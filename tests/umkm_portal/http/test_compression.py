from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from common.files.export_formats import ExportFormat
from umkm_portal.http.compression import TextGZipMiddleware

BODY = b"a" * 5000


def sent(response: HttpResponseBase) -> tuple[str, bool]:
    """Return the encoding of the response, and whether its length is known."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    middleware = TextGZipMiddleware(lambda _request: response)
    answer = middleware.process_response(request, response)
    return answer.headers.get("Content-Encoding", ""), "Content-Length" in answer.headers


def whole(content_type: str) -> HttpResponse:
    return HttpResponse(BODY, content_type=content_type, headers={"Content-Length": "5000"})


def streamed(content_type: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([BODY]), content_type=content_type)


def test_text_is_compressed() -> None:
    assert sent(whole("text/html; charset=utf-8")) == ("gzip", True)
    assert sent(streamed("text/csv; charset=utf-8")) == ("gzip", False)


def test_what_is_compressed_already_is_sent_as_it_is() -> None:
    for content_type in (
        "image/webp",
        "image/jpeg",
        "application/pdf",
        ExportFormat.XLSX.content_type,
    ):
        assert sent(whole(content_type)) == ("", True)
    assert sent(streamed("application/zip")) == ("", False)
