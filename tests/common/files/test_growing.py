"""A file that grows with transactions: what was never committed is cut off."""

from pathlib import Path

from common.files.growing import GrowingFile, first_bytes, open_growing


def test_what_follows_the_committed_length_is_cut_off_by_the_next_write(tmp_path: Path) -> None:
    path = tmp_path / "hasil.csv"
    with open_growing(path, overwrite=False) as stream:
        end = GrowingFile(stream).write(b"satu\n", at=0)
        GrowingFile(stream).write(b"tidak pernah tersimpan\n", at=end)
    assert b"".join(first_bytes(path, size=end)) == b"satu\n"
    with open_growing(path, overwrite=False) as stream:
        end = GrowingFile(stream).write(b"dua\n", at=end)
    assert (path.read_bytes(), end) == (b"satu\ndua\n", 9)


def test_without_a_file_only_the_bytes_are_counted() -> None:
    assert GrowingFile(None).write(b"satu\n", at=10) == 15


def test_only_the_committed_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "besar"
    path.write_bytes(b"x" * 200_000)
    assert [len(each) for each in first_bytes(path, size=150_000)] == [65_536, 65_536, 18_928]
    assert [*first_bytes(path, size=0)] == []
