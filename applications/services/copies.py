"""A new draft with what a closed application said."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application
from applications.permissions import may_copy
from applications.selectors.access import application_for
from applications.selectors.attachments import current_attachments
from applications.services.attachments import attach
from applications.services.authorization import require
from applications.services.drafts import create_draft, fitting_answers
from common.dates import clock
from common.errors import Conflict
from enterprises.selectors.scans import is_infected
from programs.enums import State
from programs.selectors.catalogue import edition_on


def copy_to_draft(actor: User, application_id: int) -> Application:
    """Create a draft of the same scheme with the answers and documents that still fit today.

    An answer that the edition in force no longer takes is left out, and a document that it no
    longer asks for or that the scanner found infected. Raises NotFound, NotPermitted, Conflict
    `not_closed`, and what `create_draft` raises.
    """
    former = application_for(actor, application_id)
    require(may_copy(actor, former))
    if former.state not in (State.WITHDRAWN, State.REJECTED):
        raise Conflict("not_closed", _("Pengajuan ini belum ditutup."))
    return _copied(actor, former)


def renew_as_draft(
    actor: User, application_id: int, *, without: Collection[str] = ()
) -> Application:
    """Create a draft as `copy_to_draft` does, from a file whose document ends.

    `without` names the questions and requirements of which nothing is copied. The caller has
    checked that it may be renewed now. Raises NotFound, NotPermitted, Conflict `not_decided`, and
    what `create_draft` raises.
    """
    former = application_for(actor, application_id)
    require(may_copy(actor, former))
    if former.state not in (State.APPROVED, State.COMPLETED):
        raise Conflict("not_decided", _("Pengajuan ini belum disetujui."))
    return _copied(actor, former, without)


def _copied(actor: User, former: Application, without: Collection[str] = ()) -> Application:
    edition = edition_on(former.scheme.code, clock.today())
    answers = {code: value for code, value in former.answers.items() if code not in without}
    with transaction.atomic():
        draft = create_draft(
            actor,
            scheme=former.scheme.code,
            enterprise_id=former.enterprise_id,
            answers=fitting_answers(edition, former.enterprise, answers),
        )
        _copy_documents(actor, former, draft, without)
    return draft


def _copy_documents(
    actor: User, former: Application, draft: Application, without: Collection[str]
) -> None:
    asked = (row for row in draft.edition.requirements.all() if row.code not in without)
    room = {row.code: row.max_files for row in asked}
    for item in current_attachments(former):
        if room.get(item.requirement, 0) > 0 and not is_infected(item.version):
            attach(actor, draft.pk, requirement=item.requirement, version=item.version)
            room[item.requirement] -= 1
