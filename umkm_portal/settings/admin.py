"""The admin site: its home page, its navigation and the pages that are not Django's."""

from programs.kinds.registry import declarations
from umkm_portal.settings import kinds

ADMIN_HOME = "applications.admin.queue.page.queue_page"
ADMIN_NAVIGATION = "umkm_portal.admin_navigation.navigation"
# Path under /admin/, URL name, and the view.
ADMIN_PAGES = [
    ("laporan/", "reports_applications", "reports.admin.pages.applications_page"),
    ("laporan/<slug:small_report>/", "reports_report", "reports.admin.whole_reports.report_page"),
    ("tampilan/", "saved_views", "accounts.admin.saved_views.saved_views_page"),
    ("ponsel/<int:user_id>/", "accounts_phone", "accounts.admin.phone.counter_page"),
    (
        "langkah-kedua/<int:user_id>/",
        "accounts_second_factor",
        "accounts.admin.second_factor.reset_page",
    ),
    (
        "dokumen/<int:application_id>/<int:attachment_id>/alasan/",
        "applications_document_reason",
        "applications.admin.document_reason.reason_page",
    ),
    (
        "kabar/",
        "applications_reports",
        "applications.admin.outside_reports.reports_page",
    ),
    (
        "keberatan/",
        "applications_objections",
        "applications.admin.objections.listing.objections_page",
    ),
    (
        "keberatan/<int:objection_id>/",
        "applications_objection",
        "applications.admin.objections.page.objection_page",
    ),
    (
        "keberatan/penyerahan/<int:application_id>/",
        "applications_delivery",
        "applications.admin.objections.delivery.delivery_page",
    ),
    (
        "keberatan/kertas/<int:application_id>/",
        "applications_paper_objection",
        "applications.admin.objections.paper.paper_page",
    ),
    ("surat/", "letters_tray", "letters.admin.tray.tray_page"),
    ("surat/agenda/", "letters_agenda", "letters.admin.agenda.agenda_page"),
    (
        "surat/agenda/unduh/<str:file_format>/",
        "letters_agenda_file",
        "letters.admin.agenda.agenda_file",
    ),
    ("surat/logo/", "letters_logos", "letters.admin.logos.logos_page"),
    ("surat/logo/<int:agency_id>/", "letters_logo", "letters.admin.logos.logo_page"),
    (
        "surat/logo/<int:agency_id>/gambar/",
        "letters_logo_picture",
        "letters.admin.logos.logo_picture",
    ),
    ("surat/sekaligus/<int:batch_id>/", "letters_batch", "letters.admin.batch.batch_page"),
    (
        "surat/sekaligus/<int:batch_id>/keadaan/",
        "letters_batch_status",
        "letters.admin.batch.batch_status",
    ),
    ("surat/<int:letter_id>/", "letters_letter", "letters.admin.letter_page.letter_page"),
    ("surat/<int:letter_id>/pratinjau/", "letters_preview", "letters.admin.files.preview_file"),
    (
        "surat/<int:letter_id>/pratinjau/<int:number>/",
        "letters_preview_page",
        "letters.admin.files.preview_picture",
    ),
    ("surat/<int:letter_id>/berkas/", "letters_file", "letters.admin.files.issued_file"),
    ("surat/<int:letter_id>/basah/", "letters_wet", "letters.admin.wet_page.scan_page"),
    ("surat/<int:letter_id>/cetak/", "letters_print", "letters.admin.wet_page.print_file"),
    ("pengawasan/", "applications_oversight", "applications.admin.oversight.oversight_page"),
    (
        "kunci-api/terbitkan/",
        "accounts_issue_token",
        "accounts.admin.token.issue_page",
    ),
    (
        "kunci-api/<int:token_id>/cabut/",
        "accounts_revoke_token",
        "accounts.admin.token.revoke_page",
    ),
    (
        "pengingat/<int:reminder_id>/",
        "applications_reminder",
        "applications.admin.reminders.reminder_page",
    ),
    ("ekspor/eksportir/", "supply_exporters", "supply.admin.exporters.exporters_page"),
    ("ekspor/eksportir/usul/", "supply_propose", "supply.admin.exporters.propose_page"),
    (
        "ekspor/eksportir/<int:standing_id>/",
        "supply_exporter",
        "supply.admin.exporters.exporter_page",
    ),
    ("ekspor/permintaan/", "supply_requests", "supply.admin.requests.requests_page"),
    (
        "ekspor/permintaan/<int:buyer_request_id>/",
        "supply_request",
        "supply.admin.requests.request_page",
    ),
    ("ekspor/pesanan/", "supply_orders", "supply.admin.orders.orders_page"),
    ("kelayakan/", "programs_bulk_check", "programs.admin.bulk_check.bulk_check_page"),
    (
        "kelayakan/templat/<slug:code>/<str:file_format>/",
        "programs_bulk_template",
        "programs.admin.bulk_template.template_file",
    ),
    ("kelayakan/<int:check_id>/", "programs_bulk_run", "programs.admin.bulk_check.run_page"),
    (
        "kelayakan/<int:check_id>/keadaan/",
        "programs_bulk_status",
        "programs.admin.bulk_check.status",
    ),
    (
        "kelayakan/<int:check_id>/hasil/<str:file_format>/",
        "programs_bulk_result",
        "programs.admin.bulk_check.result",
    ),
    ("belum-diverifikasi/", "programs_unverified", "programs.admin.unverified.unverified_page"),
    ("impor/", "registers_import", "registers.admin.imports.list_page"),
    ("impor/templat/", "registers_import_template", "registers.admin.imports.template"),
    (
        "impor/<int:run_id>/",
        "registers_import_run",
        "registers.admin.imports.run_page",
    ),
    (
        "impor/<int:run_id>/keadaan/",
        "registers_import_status",
        "registers.admin.imports.status",
    ),
    (
        "impor/<int:run_id>/kesalahan/",
        "registers_import_errors",
        "registers.admin.imports.errors",
    ),
    *(
        (page.route, page.name, page.view)
        for kind in declarations(kinds.PROGRAM_KINDS)
        for page in kind.admin_pages
    ),
    *(
        (page.route, page.name, page.view)
        for kind in declarations(kinds.PROGRAM_KINDS)
        for page in kind.admin_subpages
    ),
]
