"""URLs of signing in and of the account, in Indonesian; names are those that allauth reverses."""

from allauth.account import views
from django.urls import include, path, re_path

from accounts.shared.fresh_proof import factor_required, proof_required
from accounts.web import help as help_pages
from accounts.web import language, profile, reauthentication, sessions, sign_out

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("", include("accounts.web.phone_urls")),
    path("daftar/", views.signup, name="account_signup"),
    path("keluar/", sign_out.SignOutView.as_view(), name="account_logout"),
    path("bantuan/", help_pages.help_page, name="help"),
    path("bahasa/", language.switch_language, name="set_language"),
    path("akun/", profile.profile, name="account"),
    path("akun/persetujuan/<slug:purpose>/", profile.change_consent, name="account-consent"),
    path("akun/nonaktif/", views.account_inactive, name="account_inactive"),
    path("akun/surel/", proof_required(views.email), name="account_email"),
    path("akun/dua-langkah/", include("accounts.web.second_factor_urls")),
    path(
        "akun/periksa-sandi/",
        reauthentication.PasswordAgainView.as_view(),
        name="account_reauthenticate",
    ),
    path(
        "akun/konfirmasi-surel/",
        views.email_verification_sent,
        name="account_email_verification_sent",
    ),
    re_path(
        r"^akun/konfirmasi-surel/(?P<key>[-:\w]+)/$",
        views.confirm_email,
        name="account_confirm_email",
    ),
    path("akun/sesi/", sessions.sessions_page, name="account-sessions"),
    path("akun/sesi/akhiri/", sessions.end_one, name="account-session-end"),
    path("akun/sesi/akhiri-lain/", sessions.end_others, name="account-sessions-end-others"),
    path(
        "akun/sandi/ubah/",
        factor_required(views.password_change),
        name="account_change_password",
    ),
    path("akun/sandi/buat/", proof_required(views.password_set), name="account_set_password"),
    path("akun/sandi/lupa/", views.password_reset, name="account_reset_password"),
    path(
        "akun/sandi/lupa/terkirim/", views.password_reset_done, name="account_reset_password_done"
    ),
    re_path(
        r"^akun/sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "akun/sandi/lupa/selesai/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
