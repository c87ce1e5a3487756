"""Attaching stored files to document requirements."""

from collections.abc import Iterable, Sequence
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.kinds.registry import outcome_of
from applications.models import Application, Attachment
from applications.models.attachment import RECORDED
from applications.permissions import may_edit
from applications.selectors.access import application_for, require_visible
from applications.selectors.attachments import current_attachments
from applications.services.authorization import require
from applications.services.drafts import lock_for_edit
from applications.services.locking import lock
from common.dates import clock
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput, NotFound
from common.files.uploads import CleanFile
from enterprises.models import DocumentVersion
from enterprises.selectors.scans import is_infected
from enterprises.services.documents import cleaned, store_clean
from programs.models import Requirement


class FileReplaced(Conflict):
    """The single file of a requirement is not the one that the page showed; nothing was attached.

    `standing` is the current one.
    """

    def __init__(self, standing: Attachment) -> None:
        super().__init__("changed_meanwhile", _("Dokumen ini sementara itu diubah."))
        self.standing = standing


def upload(
    actor: User,
    application_id: int,
    *,
    requirement: str,
    upload: IO[bytes],
    filename: str,
    shown: FormSnapshot | None = None,
) -> Attachment:
    """Store a file for the enterprise and attach it.

    The file is cleaned before the row is locked, also within a transaction of the API, and stays
    stored where it cannot be attached. Raises what `attach` and
    `enterprises.services.documents.store` raise.
    """
    application = application_for(actor, application_id)
    required = _requirement(application, requirement)
    require(may_edit(actor, application))
    kind, enterprise = required.document_kind, application.enterprise
    with cleaned(actor, enterprise, kind=kind, upload=upload, filename=filename) as file:
        version = store_of(actor, application, file, kind=kind)
    return attach(actor, application_id, requirement=requirement, version=version, shown=shown)


def store_of(
    actor: User, application: Application, file: CleanFile, *, kind: str
) -> DocumentVersion:
    """Store a cleaned file for the enterprise of an application.

    The application is locked before its enterprise, as everywhere: where one transaction encloses
    this and what follows, both stay locked. Raises what `store_clean` raises.
    """
    with transaction.atomic():
        lock(application.pk)
    return store_clean(actor, application.enterprise, kind=kind, file=file)


def attach(
    actor: User,
    application_id: int,
    *,
    requirement: str,
    version: DocumentVersion,
    shown: FormSnapshot | None = None,
) -> Attachment:
    """Attach a stored version; one that is already attached is returned unchanged.

    The file of a single-file requirement is replaced, with `shown` only the one that the page
    showed. Raises NotFound, NotPermitted, FileReplaced, Conflict (`not_editable`, `too_many_files`,
    `file_infected`), InvalidInput for an unknown requirement.
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = lock_for_edit(actor, application_id)
        required = _requirement(application, requirement)
        if version.enterprise_id != application.enterprise_id:
            raise NotFound("unknown_document", _("Berkas tidak ditemukan."))
        if is_infected(version):
            raise Conflict(
                "file_infected",
                _("Berkas ini mengandung perangkat lunak berbahaya. Unggah berkas lain."),
            )
        attached = list(current_attachments(application).filter(requirement=required.code))
        same = next((item for item in attached if item.version_id == version.pk), None)
        if same is not None:
            return same
        if required.max_files == 1:
            _require_shown(shown, attached)
            _remove(attached)
        elif len(attached) >= required.max_files:
            raise Conflict(
                "too_many_files",
                _("Dokumen ini paling banyak %(limit)s berkas. Hapus satu lebih dahulu.")
                % {"limit": required.max_files},
            )
        return Attachment.objects.create(
            application=application,
            requirement=required.code,
            version=version,
            attached_by=actor,
            attached_at=clock.now(),
        )


def attach_frozen(
    actor: User, application: Application, version: DocumentVersion | None, *, requirement: str
) -> Attachment | None:
    """Attach a document that is never edited, as to an objection or a report; None without one.

    In the caller's transaction, under the lock of the application.
    """
    if version is None:
        return None
    now = clock.now()
    attachment, _created = Attachment.objects.get_or_create(
        application=application,
        requirement=requirement,
        version=version,
        removed_at=None,
        defaults={"attached_by": actor, "attached_at": now, "frozen_at": now},
    )
    return attachment


def slot_row(application: Application, requirement: str) -> str:
    """Return the name of what the page of one document shows."""
    return f"slot:{application.pk}:{requirement}"


def slot_values(files: Iterable[int]) -> dict[str, str]:
    """Return what the page of one document shows: the keys of its attachments."""
    return {"files": ",".join(str(key) for key in sorted(files))}


def _require_shown(shown: FormSnapshot | None, attached: Sequence[Attachment]) -> None:
    now = slot_values(item.pk for item in attached)
    if shown is None or not attached or all(shown.has(*pair) for pair in now.items()):
        return
    raise FileReplaced(attached[-1])


def detach(actor: User, application_id: int, attachment_id: int) -> None:
    """Remove an attachment; the file stays in the enterprise's store, for use elsewhere.

    Raises NotFound, NotPermitted, Conflict `not_editable`.
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = lock_for_edit(actor, application_id)
        recorded = RECORDED | outcome_of(application).recorded_documents
        attached = [
            item
            for item in current_attachments(application).filter(pk=attachment_id)
            if item.requirement not in recorded
        ]
        if not attached:
            raise NotFound("unknown_document", _("Berkas tidak ditemukan."))
        _remove(attached)


def freeze(application: Application) -> None:
    """Freeze the attachments: after a submission they are replaced, never changed or deleted."""
    application.attachments.filter(removed_at__isnull=True, frozen_at__isnull=True).update(
        frozen_at=clock.now()
    )


def _remove(attached: list[Attachment]) -> None:
    for item in attached:
        if item.frozen_at is None:
            item.delete()
        else:
            item.removed_at = clock.now()
            item.save(update_fields=["removed_at"])


def _requirement(application: Application, code: str) -> Requirement:
    for item in application.edition.requirements.all():
        if item.code == code:
            return item
    raise InvalidInput(
        "unknown_requirement", _("Dokumen ini tidak diminta dalam skema."), field="requirement"
    )
