"""Drawn documents: pictures and a PDF that say that they are examples.

Each is cleaned once, like an upload; cleaning starts a process, and the demo has hundreds of files.
"""

import io
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from django.conf import settings

from common.files.uploads import CleanFile, accept_upload, scratch_folder
from demo.drawings import DRAWINGS, draw
from permits.enums import PERMIT_DOCUMENT

# The drawing of each kind of document; every other kind is a letter.
_DRAWING_OF: Final = {
    "ktp": "card",
    "npwp": "card",
    "nib_or_sku": "certificate",
    "deed": "certificate",
    PERMIT_DOCUMENT: "certificate",
    "cooperative_number": "certificate",
    "health_grade": "certificate",
    "sales_note": "receipt",
    "invoice": "receipt",
    "packing_list": "receipt",
    "price_list": "table",
    "ingredient_list": "table",
    "label_design": "label",
    "brand_label": "label",
    "meeting_reports": "report",
    "financial_statements": "report",
    "proposal": "report",
    "export_declaration": "report",
}
# What differs from one enterprise to the next, and before and after a correction.
_VARIANTS: Final = {
    "kk": ("family-1", "family-2"),
    "business_photo": ("shop-1", "shop-2", "shop-3"),
    "product_photo": ("goods-1", "goods-2", "goods-3"),
    # Photos of products, by what is drawn.
    **{name: (name,) for name in ("chair", "cloth", "jar", "basket")},
}
_WORKERS: Final = 2


@dataclass(frozen=True)
class Papers:
    """The cleaned drawings, by name, in a folder that `drawn_papers` removes."""

    folder: Path
    files: dict[str, "Future[CleanFile]"]

    def copy_for(self, kind: str, number: int) -> CleanFile:
        """Return a copy of the drawing for a document kind, to be moved into the store.

        `number` chooses among variants; `kind` names the file.
        """
        variants = _VARIANTS.get(kind)
        name = variants[number % len(variants)] if variants else _DRAWING_OF.get(kind, "letter")
        file = self.files[name].result()
        path = self.folder / f"copy.{file.extension}"
        shutil.copyfile(file.path, path)
        return replace(file, path=path, filename=f"{kind.replace('_', '-')}.{file.extension}")


@contextmanager
def drawn_papers() -> Iterator[Papers]:
    """Draw and clean every document in the background; the files are deleted afterwards."""
    with scratch_folder() as folder, ThreadPoolExecutor(_WORKERS) as pool:
        files = {name: pool.submit(_cleaned, name, folder) for name in DRAWINGS}
        yield Papers(folder, files)


def _cleaned(name: str, folder: Path) -> CleanFile:
    content, extension = draw(name)
    with accept_upload(
        io.BytesIO(content), filename=f"{name}.{extension}", max_bytes=settings.DOCUMENT_MAX_BYTES
    ) as clean:
        kept = folder / f"{name}.{clean.extension}"
        shutil.copyfile(clean.path, kept)
        return replace(clean, path=kept)
