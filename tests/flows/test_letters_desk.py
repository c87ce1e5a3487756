"""The office's letters in a browser: positions, the tray, one act, the page of a letter, agenda."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.enums import Role
from letters.enums import LetterAction
from letters.services.signing import ask, sign_asked
from letters.services.status import change
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.office_letters import office_that_signs, waiting_letter
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TRAY = "/admin/surat/"


def test_the_office_signs_its_letters(browser: Browser, live_server: Any) -> None:
    decider = OfficialFactory(role=Role.DECIDER, name="Rini Wulandari")
    agency = office_that_signs(decider).position.agency
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(decider.email), PASSWORD)
    found = visitor.look(TRAY)
    letters = [waiting_letter(agency, label=f"KRM-26-000012{n}-4") for n in range(3)]
    waiting_letter(agency, position_kind="secretary", label="KRM-26-0000130-1")
    letters[2].trouble = "signer_down"
    letters[2].save()
    found += visitor.look(TRAY, f"{TRAY}?daftar=semua", f"{TRAY}{letters[0].pk}/")
    visitor.open(TRAY)
    visitor.page.check("[data-tick-all]")
    visitor.press("Tandatangani yang dicentang")
    assert "3 dari 3 surat ditandatangani." in visitor.text()
    found += visitor.complaints_at_both_widths()
    while sign_asked():
        pass
    gone = waiting_letter(agency)
    ask(decider, [gone.pk])
    change(decider, gone.pk, LetterAction.CANCELLED, "Nama usahanya salah ketik.")
    wet = waiting_letter(agency)
    found += visitor.look(
        f"{TRAY}{letters[0].pk}/", f"{TRAY}{gone.pk}/", f"{TRAY}{wet.pk}/basah/", f"{TRAY}agenda/"
    )
    assert found == []
    assert visitor.faults == []


@pytest.mark.exhaustive
def test_a_holder_is_refused_beside_the_field(browser: Browser, live_server: Any) -> None:
    decider = OfficialFactory(role=Role.DECIDER, name="Rini Wulandari")
    admin = OfficialFactory(role=Role.ADMIN)
    holder = office_that_signs(decider)
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(admin.email), PASSWORD)
    visitor.prove_again(PASSWORD)
    found = visitor.look(f"/admin/letters/position/{holder.position_id}/change/")
    visitor.open(f"/admin/letters/positionholder/add/?position={holder.position_id}")
    visitor.page.select_option("[name=user]", str(decider.pk))
    visitor.page.select_option("[name=appointment]", "plt")
    visitor.fill(order_number="800/12/2026", name="Rini Wulandari", valid_from="2026-11-01")
    visitor.press("Simpan")
    assert "berakhir pada hari tertentu" in visitor.text()
    assert "sudah ada pemegangnya" in visitor.text()
    found += visitor.complaints_at_both_widths()
    found += visitor.look("/admin/letters/numbersource/add/", "/admin/letters/numbersource/")
    assert found == []
    assert visitor.faults == []
