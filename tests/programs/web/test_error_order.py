"""Errors are summed up in the order in which the page asks."""

import pytest

from enterprises.web.forms import EnterpriseForm
from programs.selectors.catalogue import edition_today
from programs.web.precheck import PrecheckForm

pytestmark = pytest.mark.django_db


def test_the_check_lists_its_fields_as_the_page_does() -> None:
    form = PrecheckForm(edition_today("kur-mikro"), {})
    on_page = [field.name for _title, fields in form.sections() for field in fields]
    assert [name for name in form.fields if name in on_page] == on_page


def test_the_enterprise_lists_its_errors_as_the_page_does() -> None:
    form = EnterpriseForm({})
    on_page = [field.name for _title, fields in form.grouped() for field in fields]
    assert [field.name for field in form] == on_page
