"""Who stated what, after values changed."""

from datetime import date

from enterprises.policies.statements import latest, restated

DAY = date(2026, 11, 23)
OLD = {"by": "register", "on": "2026-03-03"}
NEW = {"by": "owner", "on": "2026-11-23"}


def test_a_changed_value_is_stated_anew_and_any_other_keeps_what_was_known() -> None:
    known = {"address": OLD, "workers": OLD, "phone": OLD}
    before = {"address": "A", "workers": 3, "phone": "1", "sector": "spa", "loan_capital": 5}
    after = {"address": "B", "workers": 3, "phone": "", "sector": "spa", "loan_capital": 0}
    found = restated(known, before=before, after=after, by="owner", on=DAY)
    assert found == {"address": NEW, "workers": OLD, "loan_capital": NEW}
    assert known == {"address": OLD, "workers": OLD, "phone": OLD}


def test_what_is_empty_is_stated_by_nobody() -> None:
    after = {"nib": None, "sku_number": "", "candidate": False, "owner_capital": 0}
    assert restated({}, before={}, after=after, by="owner", on=DAY) == {"owner_capital": NEW}


def test_the_newest_of_what_is_read_as_one() -> None:
    stated = {"kbli": OLD, "kbli_version": NEW}
    assert latest(stated, "kbli", "kbli_version") == NEW
    assert latest(stated, "kbli") == OLD
    assert latest(stated, "workers") is None
