"""Time stamps of RFC 3161: an authority's statement when something existed, not verified here."""

import hashlib
from datetime import datetime
from typing import Any, Final

from asn1crypto.cms import SignedData, SignerInfo
from asn1crypto.tsp import TSTInfo
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
    message_imprint_checker,
    validate_sig_integrity,
)

from common.files.signatures.found import plausible_time

# For weaker ones a second content can be forged; for SHA-1 at the price of a car.
UNSAFE_DIGESTS: Final = frozenset({"md2", "md5", "sha1"})


def stamp_time(token: SignedData) -> datetime | None:
    """Return the time in the token. Raises ValueError for an invalid token."""
    return plausible_time(_info(token)["gen_time"].native)


def is_stamp_of(token: SignedData, digest: bytes) -> bool:
    """Tell whether the token is intact and was given for this digest; may raise ValueError."""
    if _imprint(token)["hashed_message"].native != digest:
        return False
    signer_info = extract_signer_info(token)
    algorithm = signer_info["digest_algorithm"]["algorithm"].native
    if algorithm in UNSAFE_DIGESTS:
        return False
    digest_of_info = hashlib.new(algorithm, bytes(token["encap_content_info"]["content"])).digest()
    certificate = extract_certs_for_validation(token).signer_cert
    return all(validate_sig_integrity(signer_info, certificate, "tst_info", digest_of_info))


def time_of_intact_stamp(signer_info: SignerInfo) -> datetime | None:
    """Return when the signature was stamped, None without an intact stamp."""
    try:
        for token in extract_tst_data_iter(signer_info, signed=False):
            algorithm = _imprint(token)["hash_algorithm"]["algorithm"].native
            if algorithm in UNSAFE_DIGESTS:
                continue
            if is_stamp_of(token, message_imprint_checker(signer_info)(algorithm)):
                return stamp_time(token)
    except Exception:  # noqa: BLE001 - the signature may be good where its stamp is not
        return None
    return None


def _info(token: SignedData) -> TSTInfo:
    info = token["encap_content_info"]["content"].parsed
    if not isinstance(info, TSTInfo):
        raise ValueError("not a time stamp")
    return info


def _imprint(token: SignedData) -> Any:
    return _info(token)["message_imprint"]
