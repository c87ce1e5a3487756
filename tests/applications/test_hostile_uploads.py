"""Every hostile file through pages and API: refused without a trace, or accepted and harmless.

Each is sent by one of the two ways, and some by both; with `--exhaustive` all by both.
"""

from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.models import Application, Attachment
from enterprises.models import DocumentVersion
from tests.api.client import V1, client_for, faults
from tests.applications.web.pages import text_of
from tests.common.files.hostile_files import ATTACKS, MARK, TAKEN, Attack, spelled_out
from tests.factories.programs import Cast, make_application

pytestmark = pytest.mark.usefixtures("upload_folder")
# These need a separate process; the others are cleaned in this one, which is faster.
HEAVY = ("bomb", "flate", "objects", "deep", "scans", "frames", "pages", "lies", "loop", "noise")


BOTH_DOORS = 8


@cache
def content_of(attack: Attack) -> bytes:
    return attack.make()


def stored() -> list[Path]:
    root = Path(storages["documents"].location)  # type: ignore[attr-defined]
    return [path for path in root.rglob("*") if path.is_file()]


def through_web(people: Cast, draft: Application, attack: Attack) -> Any:
    client = Client()
    client.force_login(people.owner, backend="django.contrib.auth.backends.ModelBackend")
    file = SimpleUploadedFile("x", content_of(attack))
    file._name = attack.filename  # type: ignore[attr-defined]
    return client.post(f"/pengajuan/{draft.pk}/dokumen/ktp/", {"file": file})


def through_api(people: Cast, draft: Application, attack: Attack) -> Any:
    file = SimpleUploadedFile("x", content_of(attack))
    file._name = attack.filename  # type: ignore[attr-defined]
    return client_for(people.owner).post(
        f"{V1}/applications/{draft.pk}/documents/",
        {"requirement": "ktp", "file": file},
        format="multipart",
    )


def doors(attack: Attack, *, exhaustive: bool) -> tuple[bool, bool]:
    """Tell whether the attack goes to the API, and whether to the page."""
    number = crc32(attack.name.encode()) % BOTH_DOORS
    both = exhaustive or number == 0
    return both or bool(number % 2), both or not number % 2


@pytest.mark.sampled
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack(
    people: Cast, attack: Attack, request: pytest.FixtureRequest, exhaustive: bool
) -> None:
    if any(word in attack.name for word in HEAVY):
        request.getfixturevalue("cleaned_apart")
    draft = make_application(people, documents=False)
    to_api, to_page = doors(attack, exhaustive=exhaustive)
    message = ""
    if to_api:
        api_answer = through_api(people, draft, attack)
        assert api_answer.status_code == attack.status, api_answer.content
        if attack.code != TAKEN:
            assert faults(api_answer) == [(attack.code, "file")]
            message = api_answer.json()["errors"][0]["message"]
    if to_page:
        page = through_web(people, draft, attack)
        assert page.status_code == (302 if attack.code == TAKEN else attack.status)
        if attack.code != TAKEN:
            # The page shows the API's message at its field.
            assert list(page.context["form"].errors) == ["file"]
            assert message in text_of(page)
    if attack.code != TAKEN:
        assert (stored(), DocumentVersion.objects.count()) == ([], 0)
        assert not Attachment.objects.exists()
        return
    # Both ways accept the same, so there is one file, and the harmful part is not in it.
    (path,) = stored()
    version = DocumentVersion.objects.get()
    assert MARK not in spelled_out(path.read_bytes())
    assert path.name == version.stored_name.split("/")[1]
    assert 5 <= len(version.filename) <= 120
    assert not set(version.filename) & set('/\\<>:"|?*\r\n\0\u202e\u200b')


def test_the_attacks_are_counted() -> None:
    refused = [attack for attack in ATTACKS if attack.code != TAKEN]
    assert (len(ATTACKS), len(refused)) == (171, 75)
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
