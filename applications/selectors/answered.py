"""Documents that need no upload: what the enterprise holds, valid and looked up, answers them."""

from collections.abc import Iterable, Mapping

from applications.models import Application
from enterprises.models import Credential
from enterprises.selectors.credentials import answering
from programs.models import Requirement


def answered(
    application: Application, requirements: Iterable[Requirement]
) -> Mapping[str, Credential]:
    """Return by the code of each of these requirements the credential that answers it today.

    One query; none where nothing is asked of.
    """
    kinds = {each.code: each.document_kind for each in requirements}
    if not kinds:
        return {}
    held = answering(application.enterprise, set(kinds.values()))
    return {code: held[kind] for code, kind in kinds.items() if kind in held}
