"""Rows that are worked on one by one."""

import logging

import pytest

from common.jobs.one_by_one import count_done


def test_a_row_that_fails_keeps_no_other_from_its_turn(caplog: pytest.LogCaptureFixture) -> None:
    def perform(key: int) -> bool:
        if key == 2:
            raise ValueError("row 2")
        return key != 3

    with caplog.at_level(logging.ERROR):
        assert count_done(perform, [1, 2, 3, 4], what="reminder") == 2
    assert [record.getMessage() for record in caplog.records] == [
        "reminder of row 2 failed; the others go on"
    ]
