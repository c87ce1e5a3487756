"""A helper on a small phone: a client with a long name, the owner's code, and what is printed."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from enterprises.models import Enterprise
from tests.factories.accounts import PASSWORD
from tests.factories.consents import OWNER, declared_helper, owner_code
from tests.flows.test_long_words import TOO_WIDE
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_helper_asks_the_owner_for_a_code_on_a_small_phone(
    browser: Browser, live_server: Any
) -> None:
    helper, enterprise = declared_helper()
    Enterprise.objects.filter(pk=enterprise.pk).update(name=f"Usaha {'W' * 100}")
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in(str(helper.email), PASSWORD)
    own = f"/usaha/{enterprise.pk}/"
    paths = ("/pendamping/", own, f"{own}persetujuan/cetak/", f"{own}pemberitahuan/")
    for path in paths:
        visitor.open(path)
        assert visitor.page.evaluate(TOO_WIDE) == [], path
        assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    visitor.open(f"{own}persetujuan/")
    assert "Anda bertindak untuk" in visitor.page.locator(".strip--acting").inner_text()
    visitor.fill(owner_name=OWNER, phone="0857 1234 5678")
    visitor.press("Kirim kode")
    visitor.fill(kode=owner_code())
    visitor.press("Catat persetujuan")
    assert visitor.path == own
    assert f"Persetujuan {OWNER} tercatat." in visitor.text()
    assert visitor.faults == []
