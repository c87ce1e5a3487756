"""All documents of an application as one archive, in the order of the edition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO, Final

from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application, Attachment
from applications.selectors.attachments import attachments_by_requirement
from applications.services.document_access import (
    openable,
    record_openings,
    require_some_openable,
)
from common.dates import clock
from common.errors import DomainError
from common.files.media_types import EXTENSIONS, clean_filename
from common.files.zip_stream import Entry, Skipped, zip_chunks
from common.text.formats import datetime_wib
from enterprises.selectors.originals import original_filename, seal_of
from enterprises.services.documents import open_original, open_version

_LABEL_LENGTH: Final = 60


@dataclass(frozen=True)
class _Item:
    name: str
    attachment: Attachment
    is_original: bool = False


def archive_of(application: Application, *, by: User) -> Iterator[bytes]:
    """Return the archive in chunks; the caller has checked that `by` may see the application.

    Files are named by requirement and number, signed originals like their copies. What `by` may not
    open, what the scanner has not cleared, or is missing on the disk, is left out, and a text in
    the archive says so. Its contents are written to the security log first. Raises NotPermitted
    where `by` opens no document of it.
    """
    items = _items(application)
    require_some_openable(by, application)
    documents = [item.attachment for item in items if not item.is_original]
    refusals = openable(by, application, documents)
    record_openings(by, application, [each for each in documents if not refusals[each.pk]])
    return zip_chunks(_entries(application, items, by, refusals))


def _items(application: Application) -> list[_Item]:
    items = []
    for position, (label, attached) in enumerate(attachments_by_requirement(application), 1):
        for number, attachment in enumerate(attached, 1):
            part = f" ({number})" if len(attached) > 1 else ""
            short = label.replace("/", "-")[:_LABEL_LENGTH].strip()
            (extension, *_others) = EXTENSIONS[attachment.version.media_type]
            name = clean_filename(f"{position:02d} {short}{part}.{extension}", extension=extension)
            items.append(_Item(name, attachment))
            if seal_of(attachment.version) is not None:
                items.append(_Item(original_filename(name), attachment, is_original=True))
    return items


def _entries(
    application: Application, items: list[_Item], by: User, refused: Mapping[int, str]
) -> Iterator[Entry]:
    lines = [
        f"{application.number} · {application.scheme}",
        str(application.enterprise),
        _("Diunduh %(at)s") % {"at": datetime_wib(clock.now())},
        "",
    ]
    for item in items:
        version = item.attachment.version
        refusals: list[str] = []
        yield Entry(
            item.name,
            item.attachment.attached_at.astimezone(clock.JAKARTA),
            partial(_open, item, by, refused[item.attachment.pk], refusals),
        )
        # By now the archive has the file, or the reason why not.
        reasons = "".join(f"\r\n    {reason}" for reason in refusals)
        mark = _("TIDAK DISERTAKAN: ") if refusals else ""
        lines.append(f"{mark}{item.name} · {version.filename}{reasons}")
    if not items:
        lines.append(_("Belum ada dokumen."))
    text = "\r\n".join([*lines, ""]).encode()
    yield Entry(_("Daftar isi.txt"), clock.now().astimezone(clock.JAKARTA), partial(BytesIO, text))


def _open(item: _Item, by: User, refused: str, refusals: list[str]) -> IO[bytes]:
    if refused:
        refusals.append(refused)
        raise Skipped
    try:
        opened = open_original if item.is_original else open_version
        return opened(item.attachment.version, by=by)
    except DomainError as error:
        refusals.append(error.message)
        raise Skipped from error
