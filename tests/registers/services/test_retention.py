"""How long files and former values are stored."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from common.dates import clock
from registers.enums import RunState
from registers.services.retention import purge_old
from registers.services.storage import folder, register_path
from tests.factories.enterprises import EnterpriseFactory, typed_enterprise
from tests.registers.files import counts, imported, importer, numbered, uploaded, work_all

pytestmark = pytest.mark.django_db


def test_files_and_former_values_are_deleted_after_their_time() -> None:
    staff = importer()
    EnterpriseFactory(nib=typed_enterprise(0)["nib"], nik=typed_enterprise(0)["nik"])
    run = imported(staff, *numbered(2))
    waiting = uploaded(staff, *numbered(1, first=9))
    work_all()
    path = register_path(run)
    (folder() / "yatim.csv").write_text("x")
    assert (purge_old(), run.changes.count()) == (0, 2)
    with time_machine.travel(clock.now() + settings.REGISTER_RETENTION + timedelta(minutes=1)):
        assert purge_old() == 2
    assert [*folder().iterdir()] == []
    assert not path.exists()
    run.refresh_from_db()
    waiting.refresh_from_db()
    assert (run.state, run.stored_name, run.changes.count()) == (RunState.IMPORTED, "", 0)
    assert run.purged_at is not None
    assert waiting.state == RunState.DISCARDED
    assert counts(run) == (2, 1, 1, 0, 0)
