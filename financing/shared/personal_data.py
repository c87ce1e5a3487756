"""The particulars for SIKP of a person, for the copy of their data (named in `KIND`)."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from financing.selectors.borrowers import with_consent


def personal_data(user: User) -> Mapping[str, Any]:
    """Return the particulars that the person agreed to; none once the consent was withdrawn."""
    own = with_consent().filter(consent__user=user).select_related("enterprise").order_by("pk")
    return {
        "Data untuk SIKP": [
            {
                "Usaha": borrower.enterprise.name,
                "Nama sesuai KTP": borrower.full_name,
                "Tanggal lahir": borrower.born_on,
                "Alamat rumah": borrower.home_address,
                "Kode pos": borrower.postcode,
                "Jenis kelamin": str(borrower.sex),
                "Status perkawinan": str(borrower.marital),
                "Pendidikan": str(borrower.education),
                "Pekerjaan": str(borrower.occupation),
            }
            for borrower in own
        ]
    }
