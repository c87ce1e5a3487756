"""An approval by silence as the owner, the office, the API and the public see it."""

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from applications.selectors.letters import letters_of
from applications.services.deemed_approval import attend_undecided
from common.dates.clock import JAKARTA
from letters.policies.codes import written
from letters.tasks import sign_asked
from tests.api.client import client_for
from tests.applications.web.pages import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs, waiting_letter
from tests.factories.permits import file_to_decide

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=JAKARTA)
LATE = datetime(2026, 11, 10, 9, tzinfo=JAKARTA)


def test_it_is_announced_done_and_shown_as_what_it_is() -> None:
    with time_machine.travel(MONDAY, tick=False):
        file = file_to_decide("merek-umk")
        head = OfficialFactory(role=Role.DECIDER)
        holder = office_that_signs(head)
        owner, office = web_client(file.owner), web_client(head)
        own = reverse("application", args=[file.application.pk])
        theirs = reverse("admin:applications_application_change", args=[file.application.pk])
        assert "tidak memutuskan sampai Senin, 9 November 2026" in text_of(owner.get(own))
        assert "Tanpa keputusan sampai Senin, 9 November 2026" in text_of(office.get(theirs))
    with time_machine.travel(LATE, tick=False):
        older = waiting_letter(holder.position.agency)
        assert attend_undecided() == (0, 1)
        owner, office = web_client(file.owner), web_client(head)
        assert "Pernyataan ini sedang disegel" in text_of(owner.get(own))
        sign_asked()
        page = text_of(owner.get(own))
        assert "Dianggap dikabulkan" in page
        assert "Disegel 10 November 2026; surat yang ditandatangani menggantikannya." in page
        assert "Dinas wajib menandatanganinya paling lambat 17 November 2026." in page
        shown = text_of(office.get(theirs))
        assert "Dianggap dikabulkan" in shown
        assert "Pernyataan permohonan dianggap dikabulkan" in shown
        statement, letter = letters_of(file.application)
        tray = text_of(office.get("/admin/surat/"))
        assert "Tanda tangani paling lambat Selasa, 17 November 2026" in tray
        assert tray.index(letter.label) < tray.index(older.label)
        assert letter.label not in tray.replace(letter.label, "", 1)
        answer = client_for(file.owner).get(f"/api/v1/applications/{file.application.pk}/").json()
        last = answer["history"][-1]
        assert (last["transition"], last["actor_role"]) == ("approve", "system")
        assert [each["kind"] for each in answer["letters"]] == ["deemed-approval", letter.kind]
        assert answer["letters"][0]["verification_code"] == written(statement.code)
        public = text_of(owner.get(f"/verifikasi/{written(statement.code)}/"))
        assert "tanpa tanda tangan pejabat" in public
        assert file.application.number in public
        page_of_statement = office.get(f"/admin/surat/{statement.pk}/")
        assert "sistem portal, tanpa tanda tangan pejabat" in text_of(page_of_statement)
        refused = office.post(
            f"/admin/surat/{statement.pk}/",
            {"action": "revoked", "reason": "Tidak kami setujui."},
            follow=True,
        )
        assert "Pernyataan tidak diakhiri" in text_of(refused)
        assert office.get(f"/admin/surat/{statement.pk}/basah/").status_code in (200, 403)
