"""Addresses of the public programme pages and of the applicant's applications."""

from django.urls import path

from programs.web import application_views as applications
from programs.web import borrower_views as borrowers
from programs.web import document_views as documents
from programs.web import form_views as forms
from programs.web import match_views as matches
from programs.web import scheme_views as schemes
from programs.web import tool_views as tools
from programs.web import views

_ONE = "pengajuan/<int:application_id>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("program/", schemes.schemes, name="schemes"),
    path("program/<slug:code>/", schemes.scheme, name="scheme"),
    path("program/<slug:code>/cek/", schemes.precheck, name="precheck"),
    path("program/<slug:code>/cek/hasil/", schemes.precheck_result, name="precheck-result"),
    path("program/<slug:code>/angsuran/", schemes.instalments, name="scheme-instalments"),
    path("alat/", tools.tools, name="tools"),
    path("alat/angsuran/", tools.loan_tool, name="tool-instalments"),
    path("alat/kelas-usaha/", tools.class_tool, name="tool-class"),
    path("alat/hari-kerja/", tools.days_tool, name="tool-working-days"),
    path("alat/rencana-sampel/", tools.sampling_tool, name="tool-sampling-plan"),
    path("usaha/<int:enterprise_id>/cocok/", matches.may_qualify, name="may-qualify"),
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
    path(f"{_ONE}data-sikp/", borrowers.borrower, name="application-borrower"),
    path(f"{_ONE}periksa/", forms.check, name="application-check"),
    path(f"{_ONE}tanda-terima/", applications.receipt, name="application-receipt"),
    path(f"{_ONE}tarik/", applications.withdraw, name="application-withdraw"),
]
