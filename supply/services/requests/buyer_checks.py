"""An exporter marks a buyer checked; before that no member is asked."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.text.typed import visible_line
from enterprises.models import Enterprise
from enterprises.selectors.members import acting_people
from supply.enums import RequestPart
from supply.models import BuyerRequest, RequestEvent
from supply.policies.buyers import domain_of, is_free_mail, is_same_firm
from supply.services.requests.moves import locked_own
from supply.services.requests.sending import refuse_personal_number

_MOST: Final = {"register_name": 160, "register_number": 60, "register_place": 160}


@transaction.atomic
def mark_checked(
    actor: User,
    request_id: int,
    *,
    register_name: str,
    register_number: str,
    register_place: str,
    terms_agreed_on: date,
) -> BuyerRequest:
    """Mark the buyer of a taken request checked: found in a register of firms, terms agreed on.

    Raises NotFound, NotPermitted, Conflict `state_changed` or `checked_already`, InvalidInput
    `free_mail` where the confirmed address is at a domain open to anyone, `own_address` where it is
    one of the exporter's own people, `required`, `too_long`, `terms_later`, `terms_before_request`.
    """
    request = locked_own(actor, request_id)
    if request.is_checked:
        raise Conflict("checked_already", _("Pembeli ini sudah ditandai diperiksa."))
    require_firms_address(request.email or "", request.exporter)
    found = {
        "register_name": register_name,
        "register_number": register_number,
        "register_place": register_place,
    }
    for name, typed in found.items():
        setattr(request, name, _text(name, typed))
    _check_terms(request, terms_agreed_on)
    request.terms_agreed_on = terms_agreed_on
    request.checked_by, request.checked_at = actor, clock.now()
    fields = [*found, "terms_agreed_on", "checked_by", "checked_at"]
    request.save(update_fields=fields)
    RequestEvent.objects.create(
        request=request,
        name="check_buyer",
        part=RequestPart.EXPORTER,
        actor=actor,
        at=request.checked_at,
    )
    return request


def require_firms_address(
    email: str, exporter: Enterprise | None, field: str | None = None
) -> None:
    """Raise InvalidInput `free_mail` or `own_address` unless the address belongs to a buyer's firm.

    Own is every address at a domain of a person who acts for the exporter: a colleague would
    confirm a request that the exporter wrote itself.
    """
    domain = domain_of(email)
    if is_free_mail(domain):
        text = _(
            "Alamat email pembeli memakai layanan gratis (%(domain)s). Mintalah pembeli mengirim "
            "permintaan baru dari alamat perusahaannya."
        )
        raise InvalidInput("free_mail", text, field=field, params={"domain": domain})
    if exporter and any(is_same_firm(domain, own) for own in _own_domains(exporter)):
        text = _(
            "Alamat email ini memakai domain orang usaha Anda sendiri (%(domain)s), bukan domain "
            "perusahaan pembeli."
        )
        raise InvalidInput("own_address", text, field=field, params={"domain": domain})


def _own_domains(exporter: Enterprise) -> set[str]:
    """Return the domains of its people's addresses, without those open to anyone."""
    addresses = acting_people(exporter).values_list("user__email", flat=True)
    found = {domain_of(address) for address in addresses if address}
    return {domain for domain in found if domain and not is_free_mail(domain)}


def _text(name: str, typed: str) -> str:
    text = visible_line(typed)
    if not text:
        raise InvalidInput("required", _("Isi bagian ini."), field=name)
    if len(text) > _MOST[name]:
        said = _("Paling banyak %(most)s huruf.")
        raise InvalidInput("too_long", said, field=name, params={"most": _MOST[name]})
    refuse_personal_number(text, name)
    return text


def _check_terms(request: BuyerRequest, day: date) -> None:
    if day > clock.today():
        text = _("Tanggal kesepakatan tidak mungkin sesudah hari ini.")
        raise InvalidInput("terms_later", text, field="terms_agreed_on")
    if day < clock.local_date(request.sent_at):
        text = _("Tanggal kesepakatan tidak mungkin sebelum permintaan dikirim.")
        raise InvalidInput("terms_before_request", text, field="terms_agreed_on")
