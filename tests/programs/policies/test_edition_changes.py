"""What differs between two versions of rows, as a reader sees them."""

from collections.abc import Hashable, Mapping, Sequence

from programs.policies.edition_changes import (
    Difference,
    Item,
    RowChange,
    changes_of,
    order_differs,
)

Rows = Mapping[Hashable, Sequence[Item]]


def test_new_gone_changed_and_equal_rows() -> None:
    before: Rows = {
        "a": [Item("Nilai", "6 %")],
        "b": [Item("Nilai", "1")],
        "c": [Item("Nilai", "2")],
    }
    after: Rows = {
        "c": [Item("Nilai", "2")],
        "a": [Item("Nilai", "7 %")],
        "d": [Item("Nilai", "3")],
    }
    assert changes_of(before, after) == [
        RowChange("a", [Difference("Nilai", "6 %", "7 %")]),
        RowChange("d", [Difference("Nilai", "", "3")], is_new=True),
        RowChange("b", [Difference("Nilai", "1", "")], is_gone=True),
    ]


def test_a_row_with_another_basis_changes_only_its_source() -> None:
    (change,) = changes_of(
        {"a": [Item("Nilai", "1"), Item("Dasar", "x", is_source=True)]},
        {"a": [Item("Nilai", "1"), Item("Dasar", "y", is_source=True)]},
    )
    assert change.is_only_source
    assert change.differences == [Difference("Dasar", "x", "y", is_source=True)]


def test_a_property_that_comes_or_goes_is_a_difference() -> None:
    (change,) = changes_of(
        {"a": [Item("Nama", "n"), Item("Batas", "1")]}, {"a": [Item("Nama", "n"), Item("Isi", "2")]}
    )
    assert change.differences == [Difference("Isi", "", "2"), Difference("Batas", "1", "")]


def test_order_counts_only_for_rows_that_both_have() -> None:
    assert not order_differs(["a", "b", "c"], ["x", "a", "c"])
    assert order_differs(["a", "b"], ["b", "x", "a"])
