"""Two real connections on the last place of a quota."""

import pytest

from accounts.enums import Role
from applications.services.transitions import perform
from common.dates import clock
from permits.models import Slot, SlotQuota
from permits.services.slots import set_places
from tests.factories.accounts import OfficialFactory
from tests.factories.permits import file_to_decide
from tests.factories.programs import REASON
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)
SCHEME = "halal-self-declare"


def test_the_last_place_goes_to_one_file_and_the_other_waits() -> None:
    files = [file_to_decide(SCHEME, stage="slot") for _each in range(2)]
    region = files[0].application.office_regency
    admin = OfficialFactory(role=Role.ADMIN, regency=region)
    set_places(admin, SCHEME, region, clock.today().year, 1)
    results = run_together(
        *[
            lambda file=file: (
                perform(file.official, file.application.pk, "pass_stage", reason=REASON).state
            )
            for file in files
        ]
    )
    assert sorted(map(str, results)) == ["in_review", "quota_full"]
    assert Slot.objects.count() == SlotQuota.objects.get().used == 1
    waiting = [file.reread().stage for file in files]
    assert sorted(stage.code for stage in waiting if stage) == ["sihalal", "slot"]
