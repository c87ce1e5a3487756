"""URLs of the second factor, in Indonesian; the names are those that allauth reverses."""

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from accounts.shared.fresh_proof import proof_required
from accounts.web import second_factor as ours

urlpatterns = [
    path("", ours.IndexView.as_view(), name="mfa_index"),
    path("masuk/", base.authenticate, name="mfa_authenticate"),
    path("periksa/", ours.ReauthenticateView.as_view(), name="mfa_reauthenticate"),
    path(
        "aplikasi/pasang/",
        proof_required(ours.ActivateTotpView.as_view()),
        name="mfa_activate_totp",
    ),
    path("aplikasi/lepas/", proof_required(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "kode-cadangan/",
        proof_required(ours.RecoveryCodesView.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "kode-cadangan/baru/",
        proof_required(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "kode-cadangan/unduh/",
        proof_required(ours.DownloadCodesView.as_view()),
        name="mfa_download_recovery_codes",
    ),
    path("kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("kunci/tambah/", proof_required(ours.AddKeyView.as_view()), name="mfa_add_webauthn"),
    path("kunci/masuk/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "kunci/periksa/",
        ours.ReauthenticateKeyView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "kunci/<int:pk>/lepas/",
        proof_required(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("kunci/<int:pk>/ubah/", proof_required(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
]
