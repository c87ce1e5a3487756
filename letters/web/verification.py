"""Public pages that tell whether a letter is real, and what it is worth now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from letters.policies.codes import read_code, written
from letters.services.verification import check_code


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a typed code leads to its own address, which can be kept."""
    typed = request.GET.get("kode", "")
    code = read_code(typed)
    if code is not None:
        return redirect("verification-code", code=written(code))
    return render(request, "verifikasi/tanya.html", {"typed": typed})


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Show what stands behind a code, also one that nothing stands behind."""
    letter = check_code(code)
    return render(
        request, "verifikasi/surat.html", {"letter": letter}, status=200 if letter else 404
    )
