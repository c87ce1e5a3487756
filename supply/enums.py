"""Words of buyers' requests and of orders that many members make together."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    """The states of `policies.request_states`."""

    UNCONFIRMED = "unconfirmed", _("menunggu konfirmasi email pembeli")
    OPEN = "open", _("menunggu eksportir")
    TAKEN = "taken", _("ditangani eksportir")
    DECLINED = "declined", _("tidak dapat dilayani")
    WITHDRAWN = "withdrawn", _("ditarik pembeli")
    CLOSED = "closed", _("selesai")


class RequestPart(TextChoices):
    """In which role a person did something to a request."""

    BUYER = "buyer", _("pembeli")
    EXPORTER = "exporter", _("eksportir")
    OFFICE = "office", _("dinas")
    SYSTEM = "system", _("sistem")


class ClosedAs(TextChoices):
    """The result of a request that an exporter handled."""

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
    """What the history of a request records."""

    SEND = "send", _("dikirim")
    CONFIRM = "confirm", _("email dikonfirmasi")
    TAKE = "take", _("diambil eksportir")
    ASSIGN = "assign", _("diserahkan dinas kepada eksportir")
    CHECK_BUYER = "check_buyer", _("pembeli diperiksa")
    EXPORTER_ENDED = "exporter_ended", _("eksportirnya tidak lagi diakui; pembeli diberi tahu")
    DECLINE = "decline", _("tidak dapat dilayani")
    WITHDRAW = "withdraw", _("ditarik pembeli")
    CLOSE = "close", _("ditutup")


class OrderState(TextChoices):
    """The state of an order, from its preparation to the end of its letters."""

    PREPARING = "preparing", _("disiapkan")
    COLLECTING = "collecting_offers", _("mengumpulkan penawaran anggota")
    PLANNING = "planning", _("menyusun rencana")
    LETTERS_OUT = "letters_out", _("menunggu jawaban surat kesanggupan")
    LETTERS_CLOSED = "letters_closed", _("surat kesanggupan ditutup")
    CANCELLED = "cancelled", _("dibatalkan")


class OrderAct(TextChoices):
    """What the exporter does with an order."""

    INVITE = "invite", _("undang anggota")
    PLAN = "plan", _("susun rencana")
    SEND_LETTERS = "send_letters", _("kirim surat kesanggupan")
    REPAIR = "repair", _("susun rencana pengganti")
    CLOSE_LETTERS = "close_letters", _("tutup surat kesanggupan")
    CANCEL = "cancel", _("batalkan pesanan")


class PriceMode(TextChoices):
    """Whether an order pays all members one price or each its own."""

    ONE_PRICE = "one_price", _("satu harga untuk semua")
    OWN_PRICE = "own_price", _("harga masing-masing anggota")


class MaterialBy(TextChoices):
    """Who brings the material."""

    MEMBER = "member", _("anggota membeli bahan sendiri")
    EXPORTER = "exporter", _("eksportir menyediakan bahan tanpa memotong harga")
    DEDUCTED = "deducted", _("eksportir menyediakan bahan, nilainya dipotong dari pembayaran")


class RateBorneBy(TextChoices):
    """Who bears a change of the exchange rate."""

    EXPORTER = "exporter", _("eksportir; harga surat ini tetap dalam rupiah")
    MEMBER = "member", _("anggota; harga mengikuti kurs pada hari pembayaran")
    SHARED = "shared", _("dibagi dua antara eksportir dan anggota")


class Surplus(TextChoices):
    """What happens to pieces beyond the letter."""

    BOUGHT = "bought", _("dibeli eksportir dengan harga yang sama")
    KEPT = "kept", _("tetap milik anggota dan boleh dijual sendiri")


class OfferState(TextChoices):
    """What a member answered to an invitation; no answer means no, without any disadvantage."""

    INVITED = "invited", _("belum menjawab")
    OFFERED = "offered", _("menawarkan")
    DECLINED = "declined", _("tidak ikut")


class PlanState(TextChoices):
    """How far a plan has been worked out."""

    WAITING = "waiting", _("menunggu dihitung")
    DONE = "done", _("selesai dihitung")
    FAILED = "failed", _("tidak dapat dihitung")


class PlanFailure(TextChoices):
    """Why a plan could not be worked out.

    REFUSED: the engine does not accept such figures. TOO_LARGE: its process exceeded its limit of
    memory or time. TRIES: workers began it several times and none finished it.
    """

    REFUSED = "refused", _("angkanya di luar batas perhitungan")
    TOO_LARGE = "too_large", _("perhitungannya melampaui batas memori atau waktu")
    TRIES = "tries", _("perhitungannya beberapa kali terputus")


class LetterState(TextChoices):
    """What a member answered to a letter of commitment; no answer means no."""

    WAITING = "waiting", _("menunggu jawaban")
    ACCEPTED = "accepted", _("diterima")
    DECLINED = "declined", _("tidak diterima")
    WITHDRAWN = "withdrawn", _("ditarik anggota")
    SILENT = "silent", _("tidak dijawab")
    CANCELLED = "cancelled", _("pesanan dibatalkan")


class MeasureKind(TextChoices):
    """What an exporter could pay for, so that a member makes more in a week."""

    MACHINE = "machine", _("mesin")
    COURSE = "course", _("pelatihan")


class CostKind(TextChoices):
    """A line of the cost sheet between the members' place and the buyer's."""

    TO_HUB = "to_hub", _("angkutan anggota ke titik kumpul")
    INSPECTION = "inspection", _("pemeriksaan mutu")
    PACKING = "packing", _("pengemasan ekspor")
    DOCUMENTS = "documents", _("dokumen ekspor")
    TO_PORT = "to_port", _("angkutan ke pelabuhan")
    TERMINAL = "terminal", _("biaya terminal dan muat")
    FREIGHT = "freight", _("ongkos kapal")
    INSURANCE = "insurance", _("asuransi angkutan")
    TO_PLACE = "to_place", _("angkutan di negara pembeli sampai tempatnya")
    UNLOADING = "unloading", _("bongkar di tempat pembeli")
    IMPORT_DUTY = "import_duty", _("bea masuk dan izin impor")
