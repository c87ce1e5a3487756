"""The other people of the demo: colleagues of the officials, and owners of the other enterprises.

Their accounts have no password and no API key: they only fill the offices, and nobody signs in as
one of them.
"""

from collections.abc import Iterable
from typing import Final

from django.utils.text import slugify

from accounts.enums import Role
from accounts.models import User
from demo.people import PROVINCE, SURABAYA, DemoPerson, open_for, post
from notifications.enums import Channel
from notifications.services.preferences import choose_channels

COLLEAGUES: Final = (
    DemoPerson(Role.VERIFIER, "verifikator2@umkm.example", "Nanik Setyowati", SURABAYA),
    DemoPerson(Role.ANALYST, "analis2@umkm.example", "Dimas Kurniawan", SURABAYA),
    DemoPerson(Role.CURATOR, "kurator2@umkm.example", "Galuh Permatasari", PROVINCE),
    DemoPerson(Role.VERIFIER, "verifikator.jatim@umkm.example", "Imam Mustofa", PROVINCE),
    DemoPerson(Role.ANALYST, "analis.jatim@umkm.example", "Lilik Handayani", PROVINCE),
    DemoPerson(Role.DECIDER, "pejabat.jatim@umkm.example", "Sugeng Raharjo", PROVINCE),
    DemoPerson(Role.HELPER, "pendamping.jatim@umkm.example", "Arif Budiman", PROVINCE),
)


def create_colleagues() -> None:
    """Open the accounts of the colleagues and post them."""
    for person in COLLEAGUES:
        post(open_for(person, password=None), person)


def create_owners(names: Iterable[str]) -> dict[str, User]:
    """Open an account for each invented owner, and return them by name.

    They get their messages in the portal only, so that a new demo does not fill its mailbox.
    """
    owners: dict[str, User] = {}
    for name in names:
        email = f"{slugify(name).replace('-', '.')}@umkm.example"
        owners[name] = open_for(DemoPerson(Role.OWNER, email, name), password=None)
        choose_channels(owners[name], enabled={Channel.EMAIL: False})
    return owners
