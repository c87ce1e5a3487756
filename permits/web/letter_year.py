"""The page on which an owner chooses the year of a letter that is valid only in its year."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from applications.shared.applicant_access import applicant_page, own_application
from common.errors import Conflict
from common.web.guarded_forms import GuardedForm
from permits.services.letter_year import choose_year, chosen_year, is_chosen_now, years


class YearForm(GuardedForm):
    """This year or the next."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("Surat untuk tahun mana?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih tahunnya.")},
    )

    def __init__(self, *sent: object, **named: object) -> None:
        super().__init__(*sent, **named)  # type: ignore[arg-type]
        this, following = years()
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (this, _("Tahun ini: berlaku sampai 31 Desember %(year)s") % {"year": this}),
            (
                following,
                _("Mulai Januari: ditandatangani sejak 1 Januari %(y)s") % {"y": following},
            ),
        ]


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def letter_year_page(request: HttpRequest, application_id: int) -> HttpResponse:
    """Ask for the year, and keep it."""
    application = own_application(request, application_id)
    stored = chosen_year(application)
    if not is_chosen_now(application):
        if request.method == "POST":
            messages.info(request, _("Tahun surat tidak dapat dipilih lagi."))
        return redirect("application", application_id=application.pk)
    is_sent = request.method == "POST"
    form = YearForm(request.POST) if is_sent else YearForm(initial={"year": stored})
    row = f"letter_year:{application.pk}"
    shown = form.guard(row, {"year": stored})
    status = 400 if is_sent else 200
    if is_sent and form.is_valid():
        if shown.has("year", stored):
            return _chosen(request, application.pk, form.cleaned_data["year"])
        # Another tab, or a helper, chose meanwhile: the page says so and shows it from now on.
        form.add_error("year", _("Sementara itu pilihannya diubah. Periksa, lalu simpan lagi."))
        form.show_anew(row, {"year": stored})
        status = Conflict.status
    context = {"application": application, "form": form}
    return render(request, "permits/letter_year.html", context, status=status)


def _chosen(request: HttpRequest, application_id: int, year: int) -> HttpResponse:
    try:
        choose_year(current_user(request), application_id, year)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Pilihan Anda tersimpan."))
    return redirect("application", application_id=application_id)
