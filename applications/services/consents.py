"""Nothing new is started for a person who withdrew their consent (UU 27/2022, art. 40)."""

from django.utils.translation import gettext as _

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.selectors.consent import has_withdrawn
from common.errors import NotPermitted


def require_consent(actor: User) -> None:
    """Raise NotPermitted `consent_withdrawn` when the person's latest consent is a withdrawal."""
    if has_withdrawn(actor, ConsentPurpose.ACCOUNT):
        raise NotPermitted(
            "consent_withdrawn",
            _(
                "Anda menarik persetujuan pemrosesan data, jadi pengajuan tidak dapat diproses. "
                "Beri persetujuan lagi pada halaman Akun."
            ),
        )
