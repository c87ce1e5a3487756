"""What every page of the editor does first: find the edition and the section, check the person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.shared.current_user import current_user
from common.errors import NotFound, NotPermitted
from programs.admin.edition.sections import section_named
from programs.models import Edition
from programs.selectors.edition_rows import row_for
from programs.selectors.editions import edition_for
from programs.shared.editor.section import Section


def edition_of(request: HttpRequest, edition_id: int) -> Edition:
    """Return the edition for a lead; raises PermissionDenied for others, Http404."""
    try:
        return edition_for(current_user(request), edition_id)
    except NotPermitted as error:
        raise PermissionDenied from error
    except NotFound as error:
        raise Http404 from error


def row_of(request: HttpRequest, edition: Edition, section: Section, row_id: int) -> Any | None:
    """Return the row of the section, or None where it is gone."""
    try:
        row = row_for(current_user(request), edition.pk, section.table, row_id)
    except NotFound:
        return None
    row.edition = edition
    return row


def section_or_404(slug: str) -> Section:
    """Return the section with this part of an address."""
    section = section_named(slug)
    if section is None:
        raise Http404
    return section


def turn_away(request: HttpRequest, edition: Edition) -> HttpResponse | None:
    """Redirect from a page that changes a published edition to the page that shows it."""
    if not edition.is_published:
        return None
    if request.method == "POST":
        messages.error(
            request,
            _("Versi ini sudah diterbitkan, jadi tidak dapat diubah. Susun versi berikutnya."),
        )
    return redirect("admin:programs_edition_change", edition.pk)
