"""Messages for a refused sign-in or address, in the portal's own words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By allauth's error codes.
SIGN_IN_ERRORS: Mapping[str, str | Promise] = {
    "account_inactive": _("Akun ini dinonaktifkan. Hubungi dinas."),
    "cannot_remove_primary_email": _("Email utama tidak dapat dihapus."),
    "duplicate_email": _("Email ini sudah ada di akun Anda."),
    "email_password_mismatch": _("Email atau kata sandi tidak cocok."),
    "phone_password_mismatch": _("Nomor ponsel atau kata sandi tidak cocok."),
    "email_taken": _("Email ini sudah dipakai akun lain."),
    "enter_current_password": _("Tulis kata sandi Anda yang sekarang."),
    "incorrect_code": _("Kode tidak cocok."),
    "incorrect_password": _("Kata sandi tidak cocok."),
    "invalid_or_expired_key": _("Tautan ini tidak berlaku lagi. Minta yang baru."),
    "invalid_login": _("Tidak dapat masuk. Periksa email dan kata sandi Anda."),
    "invalid_password_reset": _("Tautan ganti kata sandi tidak berlaku lagi. Minta yang baru."),
    "max_email_addresses": _("Satu akun paling banyak %d alamat email."),
    "phone_taken": _("Nomor ponsel ini sudah dipakai akun lain."),
    "too_many_login_attempts": _("Terlalu banyak percobaan masuk. Coba lagi nanti."),
    "unknown_email": _("Tidak ada akun dengan email ini."),
    "unknown_phone": _("Tidak ada akun dengan nomor ponsel ini."),
    "unverified_primary_email": _("Email utama harus dikonfirmasi lebih dahulu."),
    "select_only_one": _("Pilih satu saja."),
    "same_as_current": _("Isinya sama dengan yang sekarang. Tulis yang baru."),
    "rate_limited": _("Terlalu sering. Tunggu sebentar, lalu coba lagi."),
}
