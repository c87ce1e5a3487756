"""How often the API may be asked: by address when anonymous, by person otherwise."""

import logging
import math
from typing import TYPE_CHECKING, cast

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
    """Rates `anonymous` (per address) and `token` (per person, whatever way they signed in).

    Counted in fixed windows: one step of the cache counts and tells, so that requests which come
    at the same time are all counted. DRF's list of times would lose most of them.
    """

    def __init__(self) -> None:
        """The scope, and with it the rate, is known only when the request is."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Counts the request; when the cache is away nobody is kept out."""
        self.scope = "token" if isinstance(request.user, User) else "anonymous"
        self.rate = str(api_settings.DEFAULT_THROTTLE_RATES[self.scope])
        self.limit, self.seconds = cast(tuple[int, int], self.parse_rate(self.rate))
        self.now = self.timer()
        try:
            return self._count(self.get_cache_key(request, view)) <= self.limit
        except RedisError:
            _LOG.warning("the cache is away: requests are not counted")
            return True

    def wait(self) -> float:
        """Seconds until the window ends, whole and at least 1."""
        return float(math.ceil(self.seconds - self.now % self.seconds))

    def _count(self, key: str) -> int:
        """How many came in this window, this one included."""
        window = f"{key}_{int(self.now // self.seconds)}"
        # Kept a window longer than needed, lest it end between the two steps.
        if self.cache.add(window, 1, 2 * self.seconds):
            return 1
        try:
            return int(self.cache.incr(window))
        except ValueError:
            # The cache was emptied meanwhile.
            return 1

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
