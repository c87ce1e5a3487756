"""How often the API may be asked: by address when anonymous, by person otherwise."""

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import User

if TYPE_CHECKING:
    # DRF reads this class while it defines APIView itself.
    from rest_framework.views import APIView

_LOG = logging.getLogger(__name__)


class PortalThrottle(SimpleRateThrottle):
    """Rates `anonymous` (per address) and `token` (per person, whatever way they signed in)."""

    def __init__(self) -> None:
        """The scope, and with it the rate, is known only when the request is."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Counts the request; when the cache is away nobody is kept out."""
        self.scope = "token" if isinstance(request.user, User) else "anonymous"
        self.rate = str(api_settings.DEFAULT_THROTTLE_RATES[self.scope])
        self.num_requests, self.duration = self.parse_rate(self.rate)
        try:
            return super().allow_request(request, view)
        except RedisError:
            _LOG.warning("the cache is away: requests are not counted")
            return True

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        """One count per person or address."""
        who = request.user.pk if isinstance(request.user, User) else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": who}

    def get_ident(self, request: Request) -> str:
        """The address of the peer, or what the known number of proxies says.

        Without NUM_PROXIES a forwarding header is anybody's invention and is not looked at.
        """
        if api_settings.NUM_PROXIES is None:
            return str(request.META.get("REMOTE_ADDR", ""))
        return super().get_ident(request)
