"""Closing a file on its page while stages outside the office are open."""

import re
from typing import Any

import pytest

from applications.models import Application
from programs.enums import State
from programs.models import Stage
from tests.applications.admin.backoffice import address, press, text_of
from tests.clients import web_client
from tests.factories.programs import REASON, Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
OPEN = "Langkah di luar dinas yang belum tercatat selesai: Membawa berkas ke bank Keputusan bank"


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def form_on(page: Any) -> str:
    found = re.search(r'<form[^>]*id="form-complete".*?</form>', page.content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def state_of(file: Application) -> str:
    file.refresh_from_db()
    return file.state


def test_the_page_names_the_open_stages_and_wants_a_tick_and_a_reason(cast: Cast) -> None:
    file = make_application(cast, state=State.APPROVED)
    page = web_client(cast.decider).get(address(file))
    assert OPEN in text_of(page)
    form = form_on(page)
    assert re.search(
        r'type="checkbox" name="open_stages_confirmed" value="yes" required aria', form
    )
    assert 'name="reason"' in form
    assert "dibaca petugas saja" in form


@pytest.mark.parametrize(
    ("sent", "is_ticked", "error"),
    [
        ({"reason": REASON}, False, "salah-terbuka"),
        ({"open_stages_confirmed": "yes"}, True, "salah-complete"),
    ],
)
def test_what_is_lacking_is_said_beside_it_and_the_rest_is_kept(
    cast: Cast, sent: dict[str, str], is_ticked: bool, error: str
) -> None:
    file = make_application(cast, state=State.APPROVED)
    page = press(cast.decider, file, "complete", **sent)
    assert page.status_code == 400
    form = form_on(page)
    assert [name for name in ("salah-terbuka", "salah-complete") if f'id="{name}"' in form] == [
        error
    ]
    assert (" checked" in form) is is_ticked
    assert f">{sent.get('reason', '')}</textarea>" in form
    assert state_of(file) == State.APPROVED


def test_a_confirmed_file_is_closed_and_marked(cast: Cast) -> None:
    file = make_application(cast, state=State.APPROVED)
    sent = press(cast.decider, file, "complete", reason=REASON, open_stages_confirmed="yes")
    assert sent.status_code == 302
    assert state_of(file) == State.COMPLETED
    words = text_of(web_client(cast.decider).get(address(file)))
    assert "Diselesaikan ditutup sebelum langkah di luar dinas tercatat selesai" in words
    assert "Belum tercatat selesai: Membawa berkas ke bank; Keputusan bank" in words
    own = text_of(web_client(cast.owner).get(f"/pengajuan/{file.pk}/"))
    assert "tercatat selesai" not in own


def test_one_press_is_enough_where_nothing_follows(cast: Cast) -> None:
    Stage.objects.filter(edition__scheme__code="kur-mikro", exit="").delete()
    file = make_application(cast, state=State.APPROVED)
    form = form_on(web_client(cast.decider).get(address(file)))
    assert "open_stages_confirmed" not in form
    assert press(cast.decider, file, "complete").status_code == 302
    assert state_of(file) == State.COMPLETED
