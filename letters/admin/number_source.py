"""Where the numbers of an office's letters come from; the secretariat sets it with dates."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import AgencyKind
from common.admin.export import ExportColumn, ExportsList
from common.text.formats import date_long, number
from letters.admin.constraint_form import ConstraintForm
from letters.admin.office_rows import OfficeRowsAdmin
from letters.models import LetterNumber, LetterTemplate, NumberSource
from letters.models.number import BLOCK_ENDS, FIRST_POSITIVE, NUMBERED_ALREADY
from letters.policies.blocks import is_nearly_used
from letters.selectors.letter_kinds import letter_kinds

_FIELDS = (
    "agency",
    "letter_code",
    "way",
    "classification",
    "unit_code",
    "first",
    "last",
    "valid_from",
    "valid_to",
)


class NumberSourceForm(ConstraintForm):
    """A source of numbers; which letters it serves is chosen by their names."""

    said_at = {BLOCK_ENDS: "last", FIRST_POSITIVE: "first", NUMBERED_ALREADY: "valid_from"}

    class Meta:
        model = NumberSource
        fields = _FIELDS
        help_texts: ClassVar[Mapping[str, Any]] = {
            "way": _(
                "Seri dan blok memberi nomor sendiri; yang diketik diisi penanda tangan pada saat "
                "menandatangani."
            ),
            "unit_code": _("Seperti di belakang nomor urut, misalnya 436.7.2."),
            "first": _(
                "Bila tahun ini sudah ada nomor di buku lain, tulis nomor berikutnya. Tahun-tahun "
                "sesudahnya seri dimulai dari 1."
            ),
            "last": _("Hanya untuk blok."),
            "valid_to": _("Kosongkan sampai ada sumber penggantinya."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "letter_code" in self.fields:
            names = letter_kinds()
            stored = self.instance.letter_code
            if stored:
                names.setdefault(stored, stored)
            self.fields["letter_code"] = forms.ChoiceField(
                label=_("Surat"),
                choices=[("", gettext("semua surat")), *names.items()],
                required=False,
            )

    def clean_valid_to(self) -> Any:
        """Refuse an end before the last number that was given from it."""
        day = self.cleaned_data["valid_to"]
        if day is not None and self.instance.pk:
            latest = self.instance.numbers.aggregate(day=Max("given_on"))["day"]
            if latest is not None and day < latest:
                text = gettext("Nomor terakhirnya diberikan %(day)s; akhiri hari itu atau sesudah.")
                raise forms.ValidationError(text % {"day": date_long(latest)})
        return day


@admin.register(NumberSource)
class NumberSourceAdmin(ExportsList, OfficeRowsAdmin):
    """A source that gave numbers never changes and may only be ended; a new source follows it."""

    form = NumberSourceForm
    list_display = ("classification", "agency", "letters", "way", "valid_from", "valid_to", "used")
    list_filter = ("way",)
    list_select_related = ("agency",)
    ordering = ("-id",)
    search_fields = ("classification", "agency__name")
    search_help_text = _("Cari kode klasifikasi atau dinas")
    fields = (
        "agency",
        "letter_code",
        "way",
        ("classification", "unit_code"),
        ("first", "last"),
        ("valid_from", "valid_to"),
    )
    export_name = "sumber-nomor-surat"
    export_columns = (
        ExportColumn(_("dinas"), lambda row: row.agency.name),
        ExportColumn(_("surat"), lambda row: letters_of(row)),
        ExportColumn(_("asal nomor"), lambda row: str(row.get_way_display())),
        ExportColumn(_("kode klasifikasi"), lambda row: row.classification),
        ExportColumn(_("kode unit"), lambda row: row.unit_code),
        ExportColumn(_("nomor pertama"), lambda row: row.first),
        ExportColumn(_("nomor terakhir"), lambda row: row.last),
        ExportColumn(_("sejak"), lambda row: row.valid_from),
        ExportColumn(_("sampai"), lambda row: row.valid_to),
        ExportColumn(_("terpakai"), lambda row: used_words(row)),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[NumberSource]:
        """Attach the latest number of each, and the title of the letter that it is for."""
        given = LetterNumber.objects.filter(source=OuterRef("pk"), running__isnull=False)
        titles = LetterTemplate.objects.filter(code=OuterRef("letter_code")).order_by("-pk")
        rows = super().get_queryset(request).filter(agency__kind=AgencyKind.OFFICE)
        known: QuerySet[NumberSource] = rows.annotate(
            given=Subquery(given.order_by("-year", "-running").values("running")[:1]),
            title_id=Subquery(titles.values("title_id")[:1]),
            title_en=Subquery(titles.values("title_en")[:1]),
        )
        return known

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        in_use = obj is not None and obj.numbers.exists()
        return [name for name in _FIELDS if name != "valid_to"] if in_use else []

    @admin.display(description=_("surat"))
    def letters(self, source: NumberSource) -> str:
        return letters_of(source)

    @admin.display(description=_("terpakai"))
    def used(self, source: NumberSource) -> str:
        return used_words(source)


def letters_of(source: Any) -> str:
    """Return the letters of a row of the list in words."""
    if not source.letter_code:
        return gettext("semua surat")
    if source.title_id is None:
        return str(source.letter_code)
    return LetterTemplate(title_id=source.title_id, title_en=source.title_en).name


def used_words(source: Any) -> str:
    """Return how much of a row of the list is used, with a warning near the end of a block."""
    if source.last is None:
        return gettext("sampai nomor %(n)s") % {"n": number(source.given)} if source.given else ""
    size = source.last - source.first + 1
    used = source.given - source.first + 1 if source.given else 0
    said = gettext("%(used)s dari %(size)s") % {"used": number(used), "size": number(size)}
    return f"{said} · {gettext('hampir habis')}" if is_nearly_used(used, size) else said
