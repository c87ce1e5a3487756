"""Uploads, documents, registers and lists to check: how large, for how long, and who scans them."""

from datetime import timedelta

from common.retention import retentions_of
from operations import environment

DOCUMENT_MAX_BYTES = 10 * 1024 * 1024
# A document and the other fields of its form.
REQUEST_MAX_BYTES = DOCUMENT_MAX_BYTES + 2 * 1024 * 1024
# A register of a whole province; only officials may send as much, and only to this address.
REGISTER_MAX_BYTES = 100 * 1024 * 1024
REQUEST_MAX_BYTES_AT = {"/admin/impor/": REGISTER_MAX_BYTES + 1024 * 1024}
# Files and former values hold personal data; after this an import cannot be undone any more.
REGISTER_RETENTION = retentions_of("registers")["register-files"].period
# A worker that dies holds an import no longer than this; a chunk must be done well within it.
REGISTER_LEASE = timedelta(seconds=60)
# After this a worker lets other waiting tasks run before it continues.
REGISTER_SLICE = timedelta(seconds=10)
# A list of potential debtors; it fits into any request, and a worker reads it.
BULK_CHECK_MAX_BYTES = 10 * 1024 * 1024
BULK_CHECK_MAX_ROWS = 50_000
# This many files and results of one person are kept; older ones are deleted.
BULK_CHECK_MOST_KEPT = 20
# They contain personal data and are not records: people who need them longer save them.
BULK_CHECK_RETENTION = retentions_of("programs")["bulk-checks"].period
# As REGISTER_LEASE and REGISTER_SLICE.
BULK_CHECK_LEASE = timedelta(seconds=60)
BULK_CHECK_SLICE = timedelta(seconds=10)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "common.files.upload_handler.NamelessFileUploadHandler",
]
# All documents of one enterprise; a full set is about 15 MB.
DOCUMENT_QUOTA_BYTES = 200 * 1024 * 1024
# A file that no application has, not even an old one, is deleted this long after its upload.
DOCUMENT_UNUSED_RETENTION = retentions_of("enterprises")["unused-documents"].period
# A crash leaves a file without a row, or an incomplete upload; a younger one may be in use.
DOCUMENT_ORPHAN_AGE = retentions_of("enterprises")["broken-uploads"].period
# A ClamAV daemon: the path of its socket, or host:port. Without one nothing is scanned.
CLAMD_SOCKET = environment.value("CLAMD_SOCKET")
# A worker that dies holds a file no longer than this; sending and scanning must be done within it.
SCAN_LEASE = timedelta(minutes=5)
# On the disk of the documents, so that a finished file is moved there and never incomplete.
FILE_UPLOAD_TEMP_DIR = environment.folder("scratch")
