"""URLs of the public programme pages and tools."""

from django.urls import path

from programs.web import match_views as matches
from programs.web import scheme_views as schemes
from programs.web import tool_views as tools

urlpatterns = [
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
]
