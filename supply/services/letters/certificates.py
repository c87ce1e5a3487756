"""Certificates that an order requires, looked at again where a member is bound to it."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from common.errors import Conflict
from enterprises.models import Enterprise
from supply.models import Order
from supply.selectors.members.candidates import certificate_names, qualifications


def require_certificates(order: Order, members: Collection[Enterprise]) -> None:
    """Raise Conflict `certificate_lapsed` for the first member that lacks one.

    It may have been revoked since the plan was made. Nothing is read where the order requires none.
    """
    if not order.certificates:
        return
    stand = qualifications(order, {member.pk for member in members})
    for member in members:
        lacks = stand[member.pk].lacks
        if lacks:
            names = certificate_names(lacks)
            raise Conflict(
                "certificate_lapsed",
                _(
                    "%(member)s: sertifikat yang wajib sampai penyerahan terakhir belum ada atau "
                    "tidak berlaku lagi, yaitu %(names)s."
                ),
                params={
                    "member": member.name,
                    "names": ", ".join(names[kind] for kind in lacks),
                },
            )
