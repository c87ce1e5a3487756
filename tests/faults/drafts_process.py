"""Create applications ready to be submitted; print their ids and tokens of two owners.

Run as a process with the environment of a portal.
"""

import hashlib
import json
import sys
from typing import Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import storages  # noqa: E402

from accounts.services.tokens import issue_token  # noqa: E402
from applications.models import Application  # noqa: E402
from applications.services.attachments import attach  # noqa: E402
from common.dates import clock  # noqa: E402
from enterprises.models import DocumentVersion, Member  # noqa: E402
from tests.factories.accounts import UserFactory  # noqa: E402
from tests.factories.enterprises import (  # noqa: E402
    EnterpriseFactory,
    invented_nib,
    invented_nik,
)
from tests.factories.programs import Cast, make_application  # noqa: E402

FIRST = 700_000


def draft_with_documents(cast: Cast) -> Application:
    """Create a draft whose documents are on the disk, unlike those of the factory."""
    application = make_application(cast, documents=False)
    for requirement in application.edition.requirements.all():
        content = f"{requirement.code} {application.pk}".encode()
        name = storages["documents"].save(
            f"{cast.enterprise.uid}/{requirement.code}.jpg", ContentFile(content)
        )
        version = DocumentVersion.objects.create(
            enterprise=cast.enterprise,
            kind=requirement.document_kind,
            filename=f"{requirement.code}.jpg",
            media_type="image/jpeg",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            stored_name=name,
            uploaded_by=cast.owner,
            uploaded_at=clock.now(),
        )
        attach(cast.owner, application.pk, requirement=requirement.code, version=version)
    return application


def owner_with_drafts(email: str, first: int, count: int) -> dict[str, Any]:
    """Create a person with drafts, each of another enterprise."""
    owner = UserFactory(email=email)
    ids = []
    for number in range(first, first + count):
        business = EnterpriseFactory(
            nib=invented_nib(number), nik=invented_nik(number % 9000, birth="120977")
        )
        Member.objects.create(enterprise=business, user=owner, role="owner", since=clock.now())
        cast = Cast(owner, owner, owner, owner, business)
        ids.append(draft_with_documents(cast).pk)
    token, _row = issue_token(owner, "beban")
    return {"token": token, "user": owner.pk, "ids": ids}


def main(count: int) -> None:
    owner = owner_with_drafts("beban@umkm.example", FIRST, count)
    other = owner_with_drafts("lain@umkm.example", FIRST + count, 1)
    print(json.dumps({**owner, "other": other}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
