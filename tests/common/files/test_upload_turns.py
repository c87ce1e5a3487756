"""One person has one upload under way; others are not kept from theirs."""

import pytest

from common.errors import Unavailable
from common.files.upload_turns import only_upload_of


def test_a_second_upload_of_the_same_person_is_refused_at_once() -> None:
    with only_upload_of(1):
        for _number in range(11):
            with pytest.raises(Unavailable) as refusal, only_upload_of(1):
                pytest.fail("a second turn")
            assert (refusal.value.code, refusal.value.status) == ("busy_yours", 503)
            assert "Berkas Anda yang lain masih diperiksa" in refusal.value.message
        with only_upload_of(2):
            pass
    with only_upload_of(1):
        pass


def test_the_turn_ends_also_with_a_file_that_is_refused() -> None:
    with pytest.raises(ValueError, match="rusak"), only_upload_of(1):
        raise ValueError("rusak")
    with only_upload_of(1):
        pass
