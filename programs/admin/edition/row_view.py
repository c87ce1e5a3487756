"""What the page of one row shows beside its form: its address, version, and what changed since."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from common.errors import Conflict
from programs.admin.edition.access import row_of
from programs.admin.edition.frame import row_url, section_url
from programs.messages.conditions import EditionNames
from programs.models import Edition
from programs.policies.edition_changes import Difference, differences_of
from programs.selectors.edition_rows import version_of
from programs.selectors.editions import name_of_row
from programs.shared.editor.row_form import RowForm
from programs.shared.editor.section import Section

# Fields of the form besides those of the row.
VERSION = "versi"
CODE = "kode"
# The button that draws the form again, with other fields.
DRAW_AGAIN = "_perbarui"
# The parameter with the code of the row to begin from.
START = "dari"


class RowPage:
    """The row as it was read for this page, before its form changes it."""

    def __init__(self, request: HttpRequest, part: Section, edition: Edition, row: Any) -> None:
        self.request, self.part, self.edition = request, part, edition
        self.names = EditionNames(edition)
        self.pk: int | None = row.pk
        self.code = str(getattr(row, part.form.code_column, "") or "")
        self.name = name_of_row(row) if self.pk or self.code else ""
        self.stored_version = version_of(row) if self.pk else ""
        # What the person saw; a form that is drawn again keeps it.
        is_sent = request.method == "POST"
        self.version = request.POST.get(VERSION, "") if is_sent else self.stored_version

    def conflict(self, *, is_gone: bool) -> Conflict | None:
        """Return why this form cannot be saved: its row is gone, or changed since it was seen."""
        if is_gone:
            return Conflict("row_gone")
        is_stale = self.version != self.stored_version and DRAW_AGAIN not in self.request.POST
        return Conflict("row_changed") if self.pk and is_stale else None

    def context(self, form: RowForm, conflict: Conflict | None) -> dict[str, Any]:
        """Return the context of the page, with the conflict that saving met."""
        adds = self.pk is None or (conflict is not None and conflict.code == "row_gone")
        title = self.name
        if adds:
            title = ": ".join(text for text in (str(self.part.add_label), self.name) if text)
        version = self.version
        if conflict is not None and conflict.code == "row_changed":
            version = self._current_version()
        return {
            "title": title,
            "section": self.part,
            "section_url": section_url(self.edition, self.part.slug),
            "form": form,
            "version": version,
            "code": self.code,
            "action": self._add_url() if adds else self.request.path,
            "delete_url": "" if adds else self._delete_url(),
            "is_new": adds,
            "conflict": self._conflict_text(conflict),
            "changed_since": self._changed_since(form) if conflict else (),
        }

    def _current_version(self) -> str:
        row = self._current()
        return version_of(row) if row is not None else self.version

    def _changed_since(self, form: RowForm) -> list[Difference]:
        """Return what is stored now beside what was typed."""
        row = self._current()
        if row is None:
            return []
        typed = self.part.describe(form.instance, self.names)
        return differences_of(self.part.describe(row, self.names), typed)

    def _current(self) -> Any | None:
        return row_of(self.request, self.edition, self.part, self.pk) if self.pk else None

    def _conflict_text(self, conflict: Conflict | None) -> str:
        if conflict is None:
            return ""
        if conflict.code == "row_gone":
            return _(
                "Baris ini sudah dihapus orang lain. Yang Anda tulis masih ada di bawah; simpan "
                "untuk menambahkannya lagi."
            )
        if conflict.code == "row_changed":
            return _(
                "Sementara Anda menulis, baris ini diubah orang lain. Yang Anda tulis masih ada di "
                "bawah. Bandingkan, lalu simpan lagi untuk memakai tulisan Anda."
            )
        return conflict.message

    def _add_url(self) -> str:
        address = reverse("admin:programs_edition_row_add", args=[self.edition.pk, self.part.slug])
        start = self.code or self.request.GET.get(START, "")
        return f"{address}?{urlencode({START: start})}" if start else address

    def _delete_url(self) -> str:
        return f"{row_url(self.edition, self.part.slug, self.pk or 0)}hapus/"
