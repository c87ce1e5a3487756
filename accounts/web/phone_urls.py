"""URLs of the phone pages; none of them contains a phone number."""

from django.urls import path

from accounts.web import phone_account, phone_sign_in

urlpatterns = [
    path("masuk/ponsel/", phone_sign_in.start, name="phone"),
    path("masuk/ponsel/kode/", phone_sign_in.enter_code, name="phone-code"),
    path("masuk/ponsel/kode/baru/", phone_sign_in.resend_code, name="phone-code-again"),
    path("masuk/ponsel/siapa/", phone_sign_in.choose_person, name="phone-who"),
    path("masuk/ponsel/pin/", phone_sign_in.enter_pin, name="phone-pin"),
    path("masuk/ponsel/daftar/", phone_sign_in.sign_up, name="phone-sign-up"),
    path("akun/ponsel/", phone_account.overview, name="account-phone"),
    path("akun/ponsel/ganti/", phone_account.change, name="account-phone-change"),
    path("akun/ponsel/pastikan/", phone_account.confirm_identity, name="account-phone-confirm"),
    path("akun/ponsel/kode/", phone_account.enter_code, name="account-phone-code"),
    path("akun/ponsel/kode/baru/", phone_account.resend_code, name="account-phone-again"),
    path("akun/ponsel/pin/", phone_account.set_new_pin, name="account-phone-pin"),
    path("akun/sandi/baru/", phone_account.new_password, name="account-new-password"),
]
