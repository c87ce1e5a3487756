"""What was shown, what is stored, what is sent: which fields may be written."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from unittest import mock

import pytest
from redis.exceptions import ConnectionError as NoCache

from common.edits import changes
from common.edits.changes import latest_changes, remember_changes
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot, digest_of, is_same

ROW = "row:1"
SIGHT = {"name": "Batik Ayu", "sales": 10, "open": True, "since": date(2020, 1, 2), "note": ""}


def names(
    current: Mapping[str, Any], submitted: Mapping[str, Any], shown: FormSnapshot | None = None
) -> tuple[list[str], list[str], list[str]]:
    seen = FormSnapshot.of(ROW, SIGHT) if shown is None else shown
    merged = merge(seen, current=current, submitted=submitted)
    return sorted(merged.written), sorted(merged.kept), sorted(merged.conflicts)


def test_fields_are_judged_one_by_one() -> None:
    current = {**SIGHT, "sales": 20, "open": False, "note": "Baru"}
    submitted = {**SIGHT, "name": "Batik Sari", "open": True, "note": "Lain"}
    assert names(current, submitted) == (["name", "since"], ["open", "sales"], ["note"])


def test_the_same_change_in_both_is_no_conflict() -> None:
    assert names({**SIGHT, "sales": 20}, {"sales": 20}) == (["sales"], [], [])


def test_what_a_page_did_not_show_is_asked_about() -> None:
    nothing = FormSnapshot.read(ROW, "")
    assert names(SIGHT, {"name": "Lain", "note": "Baru"}, nothing) == (["note"], [], ["name"])


def test_a_page_is_read_back_as_it_was_written() -> None:
    shown = FormSnapshot.of(ROW, SIGHT)
    assert FormSnapshot.read(ROW, str(shown)) == shown
    assert "note" not in shown.digests


@pytest.mark.parametrize(
    "text", ["", "x", ";;;", "name:abc", "a" * 12 + ";name:abc;:;name", "\ud800;é:é", ";" * 9000]
)
def test_whatever_cannot_be_read_was_not_shown(text: str) -> None:
    assert FormSnapshot.read(ROW, text).digests == {}


def test_digests_belong_to_their_row_and_field_and_hide_the_value() -> None:
    nik = "3578014107900001"
    shown = FormSnapshot.of(ROW, {"nik": nik})
    assert nik not in str(shown)
    others = {digest_of("row:2", "nik", nik), digest_of(ROW, "npwp", nik)}
    assert shown.digests["nik"] not in others
    assert not FormSnapshot.read("row:2", str(shown)).has("nik", nik)


def test_line_breaks_and_the_order_of_ticks_are_no_change() -> None:
    assert is_same("satu\r\ndua", "satu\ndua")
    assert (is_same(["a", "b"], ["b", "a"]), is_same([], None)) == (True, False)
    assert (is_same("", None), is_same(False, None), is_same(0, None)) == (True, False, False)


def test_after_a_refusal_the_page_knows_what_stands_and_still_what_it_showed() -> None:
    current = {**SIGHT, "name": "Batik Sari", "open": False}
    submitted = {**SIGHT, "name": "Batik Dewi", "sales": 30}
    merged = merge(FormSnapshot.of(ROW, SIGHT), current=current, submitted=submitted)
    again = ChangedMeanwhile(merged).merge.shown
    # Nothing was written: what the person changed is still a change.
    second = {**submitted, "open": False}
    assert names(current, second, again) == (["name", "note", "open", "sales", "since"], [], [])


def test_a_page_that_stays_knows_only_what_it_saved() -> None:
    current = {**SIGHT, "sales": 20}
    saved = merge(
        FormSnapshot.of(ROW, SIGHT), current=current, submitted={**SIGHT, "name": "Baru"}
    ).saved
    # It still shows the old figure, which must not be taken for a change later.
    later = {**SIGHT, "name": "Baru sekali"}
    assert names({**current, "name": "Baru"}, later, saved)[1:] == (["sales"], [])


class TestWhoChangedIt:
    @pytest.fixture(autouse=True)
    def _changed(self) -> None:
        self.shown = FormSnapshot.of(ROW, SIGHT)
        self.now = {**SIGHT, "sales": 20}
        remember_changes(ROW, before=SIGHT, after=self.now, by=7, page=self.shown.page)

    def test_is_known_while_the_value_stands(self) -> None:
        change = latest_changes(ROW, {"sales": 20})["sales"]
        assert change is not None
        assert (change.by, change.page) == (7, self.shown.page)
        assert latest_changes(ROW, {"sales": 21, "name": "Batik Ayu"}) == {
            "sales": None,
            "name": None,
        }

    def test_its_own_earlier_save_is_no_conflict_for_a_page(self) -> None:
        assert names(self.now, {"sales": 30}, self.shown) == (["sales"], [], [])
        assert names(self.now, {"sales": 30}) == ([], [], ["sales"])

    def test_without_the_cache_it_is_not_known(self) -> None:
        with mock.patch.object(changes, "cache") as cache:
            cache.get_many.side_effect = cache.set_many.side_effect = NoCache
            assert latest_changes(ROW, {"sales": 20}) == {"sales": None}
            remember_changes(ROW, before={}, after={"sales": 1}, by=7)
