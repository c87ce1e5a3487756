"""URLs of the home page and of the applicant's applications."""

from django.urls import path

from applications.web import application_views as applications
from applications.web import clients, home, kept_views, letters, objections, outside, sheet_views
from applications.web import document_views as documents
from applications.web import file_views as files
from applications.web import form_views as forms

_APPLICATION = "pengajuan/<int:application_id>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("pendamping/", clients.clients, name="clients"),
    path("pengajuan/", applications.application_list, name="applications"),
    path("pengajuan/hp.js", kept_views.worker, name="kept-worker"),
    path("pengajuan/baru/<slug:code>/", applications.start, name="application-start"),
    path(_APPLICATION, applications.application_detail, name="application"),
    path(f"{_APPLICATION}hp/", kept_views.kept_pages, name="kept-pages"),
    path(f"{_APPLICATION}isi/<slug:group>/", forms.questions, name="application-questions"),
    path(f"{_APPLICATION}dokumen/", documents.documents, name="application-documents"),
    path(
        f"{_APPLICATION}dokumen/<slug:requirement>/",
        documents.document,
        name="application-document",
    ),
    path(
        f"{_APPLICATION}dokumen/<slug:requirement>/lembar/",
        sheet_views.sheet,
        name="application-document-sheet",
    ),
    path(f"{_APPLICATION}berkas/semua/", files.archive, name="attachments-archive"),
    path(f"{_APPLICATION}berkas/<int:attachment_id>/", files.attachment, name="attachment"),
    path(
        f"{_APPLICATION}berkas/<int:attachment_id>/asli/",
        files.original,
        name="attachment-original",
    ),
    path(
        f"{_APPLICATION}berkas/<int:attachment_id>/kecil/",
        files.thumbnail,
        name="attachment-thumbnail",
    ),
    path(
        f"{_APPLICATION}berkas/<int:attachment_id>/halaman/<int:number>/",
        files.page,
        name="attachment-page",
    ),
    path(f"{_APPLICATION}angsuran/", forms.instalments, name="application-instalments"),
    path(f"{_APPLICATION}periksa/", forms.check, name="application-check"),
    path(f"{_APPLICATION}tanda-terima/", applications.receipt, name="application-receipt"),
    path(f"{_APPLICATION}keberatan/", objections.objection, name="application-objection"),
    path(f"{_APPLICATION}surat/<int:letter_id>/", letters.letter, name="application-letter"),
    path(f"{_APPLICATION}di-luar/", outside.outside, name="application-outside"),
    path(f"{_APPLICATION}salin/", objections.copy, name="application-copy"),
    path(f"{_APPLICATION}tarik/", applications.withdraw, name="application-withdraw"),
]
