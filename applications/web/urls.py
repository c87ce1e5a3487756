"""Addresses of the home page and of the applicant's applications."""

from django.urls import path

from applications.web import application_views as applications
from applications.web import document_views as documents
from applications.web import form_views as forms
from applications.web import home

_ONE = "pengajuan/<int:application_id>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("pengajuan/", applications.applications, name="applications"),
    path("pengajuan/baru/<slug:code>/", applications.start, name="application-start"),
    path(_ONE, applications.application, name="application"),
    path(f"{_ONE}isi/<slug:group>/", forms.questions, name="application-questions"),
    path(f"{_ONE}dokumen/", documents.documents, name="application-documents"),
    path(f"{_ONE}dokumen/<slug:requirement>/", documents.document, name="application-document"),
    path(f"{_ONE}berkas/<int:attachment_id>/", documents.attachment, name="attachment"),
    path(
        f"{_ONE}berkas/<int:attachment_id>/kecil/",
        documents.thumbnail,
        name="attachment-thumbnail",
    ),
    path(f"{_ONE}angsuran/", forms.instalments, name="application-instalments"),
    path(f"{_ONE}periksa/", forms.check, name="application-check"),
    path(f"{_ONE}tanda-terima/", applications.receipt, name="application-receipt"),
    path(f"{_ONE}tarik/", applications.withdraw, name="application-withdraw"),
]
