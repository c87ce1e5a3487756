"""The pages of a section: the list of its rows, the form of one, and its deletion."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import Conflict, DomainError
from common.web.form_errors import show_errors
from programs.admin.edition.access import edition_of, row_of, section_or_404, turn_away
from programs.admin.edition.frame import draft_context, row_url, section_url
from programs.admin.edition.log import log_change
from programs.admin.edition.row_view import CODE, DRAW_AGAIN, START, VERSION, RowPage
from programs.messages.conditions import EditionNames
from programs.models import Edition, Question, Requirement
from programs.policies.conditions import comparisons_of
from programs.policies.edition_tables import EDITION_TABLES
from programs.selectors.edition_rows import rows_of, version_of, with_rows
from programs.selectors.editions import name_of_row
from programs.services.edition_rows import delete_row
from programs.shared.editor.row_form import RowForm
from programs.shared.editor.section import Section

# The button that saves and opens the next row.
NEXT = "_berikut"


@require_safe
def section_page(
    request: HttpRequest, context: dict[str, Any], edition_id: int, section: str
) -> HttpResponse:
    """List the rows of a section, with what is wrong with each, and what may be added."""
    part, edition = section_or_404(section), edition_of(request, edition_id)
    if away := turn_away(request, edition):
        return away
    shared = draft_context(with_rows(edition), part.slug)
    names = EditionNames(edition)
    wrong = {fault.row_id: fault.text for fault in shared["faults"] if fault.table == part.table}
    rows: list[dict[str, Any]] = [
        {
            "row": row,
            "name": name_of_row(row),
            "url": row_url(edition, part.slug, row.pk),
            "cells": [item for item in part.describe(row, names) if item.in_list],
            "fault": wrong.get(row.pk, ""),
        }
        for row in getattr(edition, EDITION_TABLES[part.table].relation).all()
    ]
    page = {
        **shared,
        "title": f"{part.title}: {shared['edition_title']}",
        "section": part,
        "columns": [cell.label for cell in rows[0]["cells"]] if rows else [],
        "rows": rows,
        "starts": part.starts(edition, part.table),
        "start_name": START,
    }
    return backoffice_page(request, "admin/backoffice/edition_section.html", {**context, **page})


@require_http_methods(["GET", "HEAD", "POST"])
def add_page(
    request: HttpRequest, context: dict[str, Any], edition_id: int, section: str
) -> HttpResponse:
    """Add a row, empty or as a copy of a known one (`?dari=`)."""
    part, edition = section_or_404(section), edition_of(request, edition_id)
    if away := turn_away(request, edition):
        return away
    start = request.GET.get(START, "")
    row = part.blank(edition, part.table, start)
    if row is None or not (start or part.may_be_new):
        return redirect(section_url(edition, part.slug))
    return _form_page(request, context, part, edition, row)


@require_http_methods(["GET", "HEAD", "POST"])
def row_page(
    request: HttpRequest, context: dict[str, Any], edition_id: int, section: str, row_id: int
) -> HttpResponse:
    """Change a row; one that is gone meanwhile can be added again with what was typed."""
    part, edition = section_or_404(section), edition_of(request, edition_id)
    if away := turn_away(request, edition):
        return away
    row = row_of(request, edition, part, row_id)
    if row is not None:
        return _form_page(request, context, part, edition, row)
    if request.method != "POST":
        raise Http404
    row = part.blank(edition, part.table, request.POST.get(CODE, ""))
    if row is None:
        raise Http404
    return _form_page(request, context, part, edition, row, is_gone=True)


@require_http_methods(["GET", "HEAD", "POST"])
def delete_page(
    request: HttpRequest, context: dict[str, Any], edition_id: int, section: str, row_id: int
) -> HttpResponse:
    """Show what would be lost and ask; delete on POST."""
    part, edition = section_or_404(section), edition_of(request, edition_id)
    if away := turn_away(request, edition):
        return away
    row = row_of(request, edition, part, row_id)
    if row is None:
        messages.info(request, _("Baris ini sudah dihapus."))
        return redirect(section_url(edition, part.slug))
    with_rows(edition)
    name = name_of_row(row)
    if request.method == "POST":
        try:
            delete_row(current_user(request), row, version=request.POST.get(VERSION, ""))
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(request.path)
        log_change(request, edition, "deleted", part, name)
        messages.success(request, _("“%(row)s” dihapus.") % {"row": name})
        return redirect(section_url(edition, part.slug))
    page = {
        **draft_context(edition, part.slug),
        "title": _("Hapus: %(row)s") % {"row": name},
        "section": part,
        "name": name,
        "items": part.describe(row, EditionNames(edition)),
        "version": version_of(row),
        "row_url": row_url(edition, part.slug, row.pk),
        "used_by": _used_by(edition, str(getattr(row, part.form.code_column, ""))),
    }
    return backoffice_page(request, "admin/backoffice/edition_delete.html", {**context, **page})


def _form_page(
    request: HttpRequest,
    context: dict[str, Any],
    part: Section,
    edition: Edition,
    row: Any,
    *,
    is_gone: bool = False,
) -> HttpResponse:
    """Draw or save the form of a row; a form whose row is gone is drawn to add it again."""
    with_rows(edition)
    sent = request.POST if request.method == "POST" else None
    shown = RowPage(request, part, edition, row)
    form = part.form(sent, instance=row, edition=edition, names=shown.names)
    conflict = shown.conflict(is_gone=is_gone)
    if sent is not None and (conflict is not None or DRAW_AGAIN in sent):
        # What was typed is read as far as possible, to be shown beside what is stored.
        form.is_valid()
        form.clear_errors()
    elif sent is not None and form.is_valid():
        try:
            _save(request, part, form, shown.version)
            return _after_saving(request, part, edition, form)
        except Conflict as error:
            conflict = error
        except DomainError as error:
            show_errors(form, error)
    page = {**draft_context(edition, part.slug), **shown.context(form, conflict)}
    return backoffice_page(
        request,
        "admin/backoffice/edition_row.html",
        {**context, **page},
        status=409 if conflict else 200,
    )


def _save(request: HttpRequest, part: Section, form: RowForm, version: str) -> None:
    part.save(
        current_user(request),
        form.instance,
        version=version,
        place=form.place,
        is_read=form.says_read,
    )
    name = name_of_row(form.instance)
    if form.is_new:
        log_change(request, form.edition, "added", part, name, row=form.instance.pk)
    else:
        labels = [str(form.fields[n].label) for n in form.changed_data if n in form.fields]
        log_change(request, form.edition, "changed", part, name, labels)


def _after_saving(
    request: HttpRequest, part: Section, edition: Edition, form: RowForm
) -> HttpResponse:
    name, pk = name_of_row(form.instance), form.instance.pk
    messages.success(request, _("Tersimpan: %(row)s.") % {"row": name})
    if NEXT in request.POST:
        keys = list(rows_of(edition, part.table).values_list("pk", flat=True))
        later = keys[keys.index(pk) + 1 :] if pk in keys else []
        if later:
            return redirect(row_url(edition, part.slug, later[0]))
    return redirect(f"{section_url(edition, part.slug)}#baris-{pk}")


def _used_by(edition: Edition, code: str) -> list[str]:
    """Return the names of the questions and documents whose condition names this row."""
    found = []
    rows: list[Question | Requirement] = [*edition.questions.all(), *edition.requirements.all()]
    for row in rows:
        with suppress(ValueError):
            if any(code in (part.fact, part.rule) for part in comparisons_of(row.condition)):
                found.append(name_of_row(row))
    return found
