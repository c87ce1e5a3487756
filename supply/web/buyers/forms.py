"""The form of a buyer without an account, and what keeps bots out of it without a captcha."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, Final, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.dates import clock
from common.files.media_types import ACCEPTED_TYPES
from common.identity.addresses import check_address
from common.text.typed import says_nothing
from common.web.fields import DayField, WholeField
from enterprises.enums import Incoterm
from enterprises.models import Product
from supply.enums import Currency
from supply.models import BuyerRequest
from supply.policies.buyers import domain_of
from supply.services.requests.conversation import LONGEST
from supply.services.requests.files import MOST_FILES, Upload
from supply.services.requests.sending import RequestData

DATES: Final = 3
_LARGEST: Final = 10_000_000
# Nobody fills this form in faster; a page older than a day has to be loaded again.
_FASTEST_SECONDS: Final = 3
_OLDEST_SECONDS: Final = 86_400
_SIGNER: Final = signing.Signer(salt="supply.buyer_form")
_COMMAS: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
# Where a refusal of one file or of them all is shown.
FILE_FIELDS: Final = {"file": "file_1", "files": "file_1"}


def _text(label: Any, most: int, *, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, **more)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


@dataclass(frozen=True)
class FieldGroup:
    """Fields under one heading; `more` are folded under `more_title` until one is used."""

    title: str
    fields: Sequence[forms.BoundField]
    more_title: str
    more: Sequence[forms.BoundField]

    @property
    def is_open(self) -> bool:
        """Whether one of the folded fields was filled in, or is wrong."""
        return any(field.errors or field.value() for field in self.more)


class PiecesField(WholeField):
    """A whole number, in English also with its thousands separated by a comma."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if get_language() == "en" and _COMMAS.fullmatch(text):
            text = text.replace(",", "")
        return super().to_python(text)


class WantedForm(forms.Form):
    """What is wanted, when, on which terms, and by which buyer, whoever types it."""

    wanted = _text(gettext_lazy("Barang yang Anda cari"), 160)
    specification = _text(
        gettext_lazy("Spesifikasi"),
        4000,
        widget=_area(6),
        help_text=gettext_lazy("Ukuran, bahan, warna, mutu, kemasan, dan uji yang diminta."),
    )
    quantity = PiecesField(label=gettext_lazy("Jumlah seluruhnya (buah)"))
    incoterm = forms.ChoiceField(
        label=gettext_lazy("Syarat penyerahan (Incoterms 2020)"), choices=Incoterm.choices
    )
    place = _text(gettext_lazy("Tempat atau pelabuhan penyerahan"), 120)
    target_price = _text(
        gettext_lazy("Harga yang Anda harapkan, sebuah"),
        20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Mata uang"), choices=Currency.choices, required=False
    )
    certificates = _text(gettext_lazy("Sertifikat yang Anda minta"), 300, required=False)
    company = _text(gettext_lazy("Nama perusahaan"), 120)
    country = _text(gettext_lazy("Negara"), 60)
    contact = _text(gettext_lazy("Nama Anda"), 120)
    email = forms.CharField(
        label=gettext_lazy("Email perusahaan"),
        max_length=254,
        validators=[EmailValidator(), check_address],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Kami mengirim tautan untuk mengonfirmasi permintaan ini."),
    )
    # Headings, and fields that follow the buyer's address.
    sought: Any = gettext_lazy("Yang Anda cari")
    about: Any = gettext_lazy("Tentang Anda")
    last: Sequence[str] = ()

    def __init__(self, product: Product | None, data: Any = None, files: Any = None) -> None:
        initial: dict[str, Any] = {"incoterm": Incoterm.FOB}
        if product is not None:
            initial |= {"wanted": product.name, "incoterm": product.incoterm}
        super().__init__(data, files, initial=initial)
        for number in range(1, DATES + 1):
            self.fields[f"delivery_{number}_on"] = DayField(
                label=_("Tanggal penyerahan %(number)s") % {"number": number}, required=False
            )
            self.fields[f"delivery_{number}_quantity"] = PiecesField(
                label=_("Jumlah pada tanggal %(number)s") % {"number": number}, required=False
            )
        for number in range(1, MOST_FILES + 1):
            self.fields[f"file_{number}"] = forms.FileField(
                label=_("Berkas %(number)s: gambar atau PDF") % {"number": number},
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
            )

    def groups(self) -> list[FieldGroup]:
        """Return the fields that a person fills in, by heading; what few need is folded away."""
        dates = [[f"delivery_{n}_on", f"delivery_{n}_quantity"] for n in range(1, DATES + 1)]
        files = [f"file_{n}" for n in range(1, MOST_FILES + 1)]
        more = {
            _("Penyerahan"): (_("Tambah tanggal penyerahan"), [*chain(*dates[1:])]),
            _("Gambar dan dokumen"): (_("Tambah berkas"), files[1:]),
        }
        named = (
            (self.sought, ["wanted", "specification", "quantity"]),
            (_("Penyerahan"), ["incoterm", "place", *dates[0]]),
            (_("Harga dan sertifikat"), ["target_price", "currency", "certificates"]),
            (_("Gambar dan dokumen"), files[:1]),
            (self.about, ["company", "country", "contact", "email", *self.last]),
        )
        return [
            FieldGroup(
                title,
                [self[name] for name in names],
                more[title][0] if title in more else "",
                [self[name] for name in more[title][1]] if title in more else [],
            )
            for title, names in named
        ]

    def clean_email(self) -> str:
        """Refuse an address with a domain longer than any firm's. Raises ValidationError."""
        email: str = self.cleaned_data["email"]
        longest = BuyerRequest._meta.get_field("email_domain").max_length
        if len(domain_of(email)) > (longest or 0):
            raise ValidationError(_("Periksa alamat email ini: bagian sesudah @ terlalu panjang."))
        return email

    def clean_quantity(self) -> int:
        return _pieces(self.cleaned_data["quantity"])

    def clean_target_price(self) -> Decimal | None:
        """Return the price, typed with a dot or a comma. Raises ValidationError."""
        typed = self.cleaned_data["target_price"].strip()
        if says_nothing(typed):
            return None
        plain = typed.replace(" ", "").replace(",", ".")
        whole, _dot, cents = plain.partition(".")
        is_whole = plain.isascii() and whole.isdigit() and len(whole) <= 9
        has_cents = not cents or (cents.isdigit() and len(cents) <= 2)
        price = Decimal(f"{whole}.{cents or 0}") if is_whole and has_cents else Decimal(0)
        if not price:
            raise ValidationError(_("Tulis harga dengan angka, misalnya 24.50."))
        return price

    def clean(self) -> dict[str, Any]:
        """Validate the price with its currency, and each delivery with its number."""
        sent = super().clean() or self.cleaned_data
        if sent.get("target_price") is not None and not sent.get("currency"):
            self.add_error("currency", _("Pilih mata uang harga ini."))
        for number in range(1, DATES + 1):
            self._check_delivery(f"delivery_{number}_on", f"delivery_{number}_quantity")
        return sent

    def _check_delivery(self, day: str, quantity: str) -> None:
        if self.errors.get(day) or self.errors.get(quantity):
            return
        on, pieces = self.cleaned_data.get(day), self.cleaned_data.get(quantity)
        if on is None and pieces is None:
            return
        if on is None:
            self.add_error(day, _("Isi tanggalnya, atau kosongkan jumlahnya."))
        elif pieces is None:
            self.add_error(quantity, _("Isi jumlahnya, atau kosongkan tanggalnya."))
        else:
            try:
                _pieces(pieces)
            except ValidationError as error:
                self.add_error(quantity, error)

    def asked(self, product: Product | None) -> RequestData:
        """Return what a valid form asks for."""
        sent = self.cleaned_data
        plain = ("wanted", "specification", "quantity", "incoterm", "place", "target_price")
        rest = ("currency", "certificates", "company", "country", "contact", "email")
        return RequestData(
            deliveries=self._deliveries(),
            product_id=product.pk if product else None,
            **{name: sent[name] for name in (*plain, *rest)},
        )

    def _deliveries(self) -> list[tuple[date, int]]:
        sent = self.cleaned_data
        pairs = [
            (sent[f"delivery_{number}_on"], sent[f"delivery_{number}_quantity"])
            for number in range(1, DATES + 1)
        ]
        return [(on, int(quantity)) for on, quantity in pairs if on is not None]

    def uploads(self) -> list[Upload]:
        """Return the files that were sent."""
        files = [self.cleaned_data.get(f"file_{number}") for number in range(1, MOST_FILES + 1)]
        return [Upload(file.file, file.name) for file in files if file]


class BuyerForm(WantedForm):
    """The same as a buyer without an account sends it, with what keeps bots out."""

    agree = forms.BooleanField(
        label=gettext_lazy(
            "Saya setuju permintaan ini dibaca dinas dan eksportir yang diakui dinas; nama dan "
            "email saya hanya dibaca eksportir yang menanganinya."
        ),
        error_messages={
            "required": gettext_lazy("Tanpa persetujuan ini permintaan tidak dapat diteruskan.")
        },
    )
    # A person sees neither: the first is hidden from sight, the second says when the page was made.
    website = forms.CharField(label=gettext_lazy("Situs web"), required=False, max_length=500)
    made = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    last = ("agree",)

    def __init__(self, product: Product | None, data: Any = None, files: Any = None) -> None:
        super().__init__(product, data, files)
        self.initial["made"] = _stamp()
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    @property
    def is_by_a_program(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.data.get("website"))

    def renew(self) -> None:
        """Give the page that is shown again a time of its own."""
        data: Any = cast(QueryDict, self.data).copy()
        data["made"] = _stamp()
        self.data = data

    def clean(self) -> dict[str, Any]:
        """Validate also when the page was made."""
        sent = super().clean()
        try:
            age = _age(sent.get("made", ""))
        except signing.BadSignature:
            age = _OLDEST_SECONDS + 1
        if age > _OLDEST_SECONDS:
            self.add_error(None, _("Halaman ini terlalu lama terbuka. Kirim sekali lagi."))
        elif age < _FASTEST_SECONDS:
            self.add_error(None, _("Terlalu cepat. Periksa isian Anda, lalu kirim lagi."))
        return sent


def _stamp() -> str:
    return _SIGNER.sign(str(int(clock.now().timestamp())))


def _age(made: str) -> int:
    """Return how many seconds ago a page was made. Raises BadSignature."""
    return int(clock.now().timestamp()) - int(_SIGNER.unsign(made))


def _pieces(number: Any) -> int:
    """Return a number of pieces. Raises ValidationError."""
    if not isinstance(number, int) or not 1 <= number <= _LARGEST:
        raise ValidationError(_("Tulis jumlah antara 1 dan 10 juta."))
    return number


class MessageForm(forms.Form):
    """One message of a buyer or an exporter; the service judges its text."""

    text = forms.CharField(label=gettext_lazy("Pesan"), max_length=LONGEST, widget=_area(4))
