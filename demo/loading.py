"""Everything the demo has, loaded once: people, enterprises, applications and their histories."""

from typing import Final

from django.db import transaction

from accounts.models import User
from demo.applications import Cast, perform_histories
from demo.calls import open_calls
from demo.colleagues import COLLEAGUES, create_colleagues, create_owners
from demo.consents import consent_by_code, consent_by_form
from demo.enterprises import (
    claim_doubtfully,
    claim_enterprises,
    import_demo_register,
    is_loaded,
    register_without_nib,
    upload_waiting_register,
)
from demo.files import DemoFiles, read_demo_files
from demo.letters import let_deciders_sign
from demo.orders import add_demo_orders
from demo.papers import Papers, drawn_papers
from demo.past import PastDays, at
from demo.people import DEMO_PEOPLE, create_demo_people
from demo.products import add_demo_products
from demo.supply import add_demo_exports
from enterprises.models import Enterprise

# The first enterprises of the register, by the person who can sign in for them.
OWNED: Final = {
    "Mebel Jati Rukun": "pemilik1",
    "Batik Canting Ayu": "pemilik2",
    "Sambal Mak Tini": "pendamping",
}
# A koperasi that is exporter of record, and who acts for it.
EXPORTING: Final = {"Koperasi Batik Jetis Sidoarjo": "eksportir"}
# The one of them whose owner consented to the helper by a code.
HELPED: Final = "Sambal Mak Tini"
_OPENED_AGO: Final = 47


def load_demo() -> None:
    """Create or repair the people who can sign in; on a new installation also everything else.

    Everything else is one transaction, so that an interrupted start is simply repeated.
    """
    create_demo_people()
    if is_loaded():
        return
    with drawn_papers() as papers, transaction.atomic():
        _load(read_demo_files(), papers)


def _load(content: DemoFiles, papers: Papers) -> None:
    past = PastDays.until_today()
    with at(past.moment(_OPENED_AGO, 0)):
        create_colleagues()
        owners = create_owners(
            [*content.owners.values(), *(claim.claimant for claim in content.claims)]
        )
    let_deciders_sign()
    import_demo_register(past)
    people = _people()
    applicants = {name: people[key] for name, key in (OWNED | EXPORTING).items()}
    applicants |= {name: owners[owner] for name, owner in content.owners.items()}
    claim_enterprises(past, applicants)
    helper = people["pendamping"]
    by_form = register_without_nib(past, helper)
    consent_by_code(past, helper, Enterprise.objects.get(name=HELPED, members__user=helper))
    consent_by_form(past, helper, by_form, official=people["verifikator"], papers=papers)
    claim_doubtfully(past, content.claims, {**people, **owners})
    add_demo_products(past, papers, people["verifikator"])
    open_calls(past)
    readers = [people[key] for key in OWNED.values()]
    perform_histories(Cast(past, papers, people, applicants, readers), content.files)
    exporter = Enterprise.objects.get(name__in=EXPORTING)
    add_demo_exports(past, people, exporter)
    add_demo_orders(past, people["eksportir"], exporter)
    upload_waiting_register(past, people["petugas"])


def _people() -> dict[str, User]:
    """Return the demo people and their colleagues by the name before the @ of their address."""
    addresses = [person.email for person in (*DEMO_PEOPLE, *COLLEAGUES)]
    users = User.objects.filter(email__in=addresses)
    return {str(user.email).partition("@")[0]: user for user in users}
