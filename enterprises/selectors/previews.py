"""What is known of a file before it is opened."""

from dataclasses import dataclass

from enterprises.models import DocumentPreview, DocumentVersion


@dataclass(frozen=True)
class Preview:
    """The measures of a file's thumbnail in pixels, 0 where none can be made.

    `pages` is 1 for an image, 0 where it is unknown.
    """

    width: int
    height: int
    pages: int

    @property
    def has_picture(self) -> bool:
        return self.width > 0


def preview_of(version: DocumentVersion) -> Preview | None:
    """Return what is known of the file; None where its thumbnail is yet to be made."""
    row: DocumentPreview | None = getattr(version, "preview", None)
    return Preview(row.width, row.height, row.pages) if row else None
