"""When a permit that ends is spoken of, and when it may be renewed."""

from datetime import date

import pytest

from common.dates.reminders import reminder_due
from permits.policies.ending import REMINDED, Window, add_months, ends_soon, renewal_window
from permits.policies.numbers import number_fault, pirt_regency
from permits.policies.status_table import ACTIONS, LEADS_TO, MOVES, possible

END = date(2031, 8, 31)


def test_the_nearest_reminder_stands() -> None:
    days = [(date(2031, 6, 1), None), (date(2031, 6, 2), 90), (date(2031, 8, 1), 30)]
    days += [(date(2031, 8, 24), 7), (END, 7), (date(2031, 9, 1), None)]
    assert [(day, reminder_due(END, day, REMINDED)) for day, _due in days] == days


def test_the_window_follows_the_edition_or_the_first_reminder() -> None:
    def window(opens: int | None, closes: int | None, latest: int | None) -> Window | None:
        return renewal_window(END, opens_months=opens, closes_months=closes, latest_months=latest)

    assert window(None, None, None) == Window(date(2031, 6, 2), None)
    assert window(6, 6, None) == Window(date(2031, 2, 28), date(2032, 2, 29))
    assert window(None, None, 6) == Window(date(2030, 11, 30), None)
    assert renewal_window(None, opens_months=6, closes_months=None, latest_months=None) is None
    assert add_months(date(2031, 1, 31), -11) == date(2030, 2, 28)
    assert ends_soon(END, date(2031, 8, 1))
    assert not ends_soon(END, date(2031, 7, 31))
    assert not ends_soon(None, END)


@pytest.mark.parametrize(
    "number",
    [
        "210357801001231",
        "2103578010012-31",
        "P-IRT No. 2103578010012-31",
        "PIRT 210 3578 01 0012 31",
    ],
)
def test_a_p_irt_number_has_fifteen_digits(number: str) -> None:
    assert number_fault("spp-irt", number) == ""
    assert pirt_regency("spp-irt", number) == "35.78"


def test_numbers_that_cannot_be_one() -> None:
    assert number_fault("spp-irt", "12345") == "number_not_pirt"
    assert number_fault("spp-irt", "21035780100123x") == "number_not_pirt"
    assert number_fault("ska", "") == "number_missing"
    assert number_fault("ska", "3578 0112 0385 0001") == "number_looks_personal"
    assert number_fault("ska", "1" * 81) == "number_too_long"
    assert number_fault("ska", "tidak ada") == "number_unreadable"
    assert number_fault("ska", "12\x0034") == "number_unreadable"
    assert number_fault("ska", "0012345/SBY/2026") == ""
    assert pirt_regency("ska", "0012345/SBY/2026") == ""


def test_what_may_be_done_leads_where_the_table_allows() -> None:
    assert possible("valid") == ("suspend", "revoke", "surrender", "supersede")
    assert possible("suspended") == ("reinstate", "revoke", "surrender", "supersede")
    for status in ("revoked", "surrendered", "superseded", "expired"):
        assert possible(status) == ()
    assert {LEADS_TO[action] for action in ACTIONS.values()} <= {after for _b, after in MOVES}
