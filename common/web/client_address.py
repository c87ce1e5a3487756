"""Who is at the other end of the line."""

from django.http import HttpRequest
from rest_framework.settings import api_settings


def client_address(request: HttpRequest) -> str:
    """The peer's network address, or what the known number of proxies says.

    Without NUM_PROXIES a forwarding header is anybody's invention and is not looked at.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = api_settings.NUM_PROXIES
    if not proxies or not chain[0]:
        return peer
    return chain[-min(int(proxies), len(chain))]
