"""Nothing new is started for a person who took their consent back (UU 27/2022 art 40)."""

from django.utils.translation import gettext as _

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.selectors.consent import has_withdrawn
from common.errors import NotPermitted


def require_consent(actor: User) -> None:
    """Raises NotPermitted `consent_withdrawn` once the person's last word is a withdrawal."""
    if has_withdrawn(actor, ConsentPurpose.ACCOUNT):
        raise NotPermitted(
            "consent_withdrawn",
            _(
                "Anda menarik persetujuan pemrosesan data, jadi pengajuan tidak dapat diproses. "
                "Beri persetujuan lagi pada halaman Akun."
            ),
        )
