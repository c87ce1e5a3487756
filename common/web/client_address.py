"""The network address of the client."""

from django.http import HttpRequest
from rest_framework.settings import api_settings


def client_address(request: HttpRequest) -> str:
    """Return the peer's network address, or the one reported by the known number of proxies.

    Without NUM_PROXIES anyone could forge the forwarding header, so it is ignored.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = api_settings.NUM_PROXIES
    if not proxies or not chain[0]:
        return peer
    return chain[-min(int(proxies), len(chain))]
