"""The letter of an approved file, through HTTP: signed in the tray, downloaded, checked."""

from typing import Final

from django.test import Client

from applications.models import Application
from applications.selectors.letters import letters_of
from letters.models import Letter, PositionHolder
from letters.policies.codes import written
from letters.services.seal import ensure_seal
from letters.tasks import sign_asked
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.office_letters import office_that_signs
from tests.flows.every_scheme import Decided

TRAY: Final = "/admin/surat/"


def is_signed(decided: Decided) -> Letter:
    """Let whoever heads the office sign the file's letter from the tray; a worker seals it.

    It is theirs to read then: the owner downloads it, and anyone can check it by its code.
    """
    (letter,) = letters_of(Application.objects.get(pk=decided.pk))
    # As each start of the portal does: a seal is good for five years.
    ensure_seal()
    holder = PositionHolder.objects.filter(position__agency=letter.agency).first()
    signer = (holder or office_that_signs(decided.official)).user
    if letter.asked_at is None:
        said = text_of(web_client(signer).post(TRAY, {"surat": letter.pk}, follow=True))
        assert "1 dari 1 surat ditandatangani." in said, said
    assert sign_asked() == 1
    letter.refresh_from_db()
    assert letter.number is not None
    owner = web_client(decided.owner)
    assert letter.number.written in text_of(owner.get(f"/pengajuan/{decided.pk}/"))
    file = owner.get(f"/pengajuan/{decided.pk}/surat/{letter.pk}/")
    assert b"".join(file).startswith(b"%PDF")
    told = text_of(Client().get(f"/verifikasi/{written(letter.code)}/"))
    for words in ("Disegel dinas", "Berlaku", letter.number.written, letter.holder):
        assert words in told
    return letter
