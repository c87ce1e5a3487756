"""What a buyer's request goes through, and how it ends."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    """The states of `policies.request_life`."""

    UNCONFIRMED = "unconfirmed", _("menunggu konfirmasi email pembeli")
    OPEN = "open", _("menunggu eksportir")
    TAKEN = "taken", _("ditangani eksportir")
    DECLINED = "declined", _("tidak dapat dilayani")
    WITHDRAWN = "withdrawn", _("ditarik pembeli")
    CLOSED = "closed", _("selesai")


class RequestPart(TextChoices):
    """In which part somebody did something to a request."""

    BUYER = "buyer", _("pembeli")
    EXPORTER = "exporter", _("eksportir")
    OFFICE = "office", _("dinas")
    SYSTEM = "system", _("sistem")


class ClosedAs(TextChoices):
    """What came of a request that an exporter handled."""

    MET = "met", _("menjadi pesanan")
    LOST = "lost", _("tidak menjadi pesanan")


class LostReason(TextChoices):
    """Why a request came to nothing, picked at closing."""

    PRICE = "price", _("harga tidak bertemu")
    CAPACITY = "capacity", _("kapasitas tidak cukup")
    TIME = "time", _("waktu tidak cukup")
    CERTIFICATE = "certificate", _("sertifikat yang diminta belum ada")
    QUALITY = "quality", _("contoh atau mutu tidak sesuai")
    TERMS = "terms", _("syarat pembayaran atau penyerahan tidak disepakati")
    SILENT = "silent", _("pembeli tidak menjawab lagi")
    UNCHECKED = "unchecked", _("pembeli tidak dapat diperiksa")
    OTHER = "other", _("sebab lain")


class Currency(TextChoices):
    """Currencies in which a buyer may name a target price."""

    USD = "USD", "USD"
    EUR = "EUR", "EUR"
    IDR = "IDR", "IDR"


class RequestAct(TextChoices):
    """What the history of a request names."""

    SEND = "send", _("dikirim")
    CONFIRM = "confirm", _("email dikonfirmasi")
    TAKE = "take", _("diambil eksportir")
    ASSIGN = "assign", _("diserahkan dinas kepada eksportir")
    CHECK_BUYER = "check_buyer", _("pembeli diperiksa")
    DECLINE = "decline", _("tidak dapat dilayani")
    WITHDRAW = "withdraw", _("ditarik pembeli")
    CLOSE = "close", _("ditutup")
