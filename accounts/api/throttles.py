"""Rate limits of the API: per address when anonymous, per person otherwise."""

import logging
import math
from typing import TYPE_CHECKING, cast

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import User
from common.jobs.tries import count_one_more
from common.web.client_address import client_network

if TYPE_CHECKING:
    # DRF imports this class while it defines APIView, so the import would be circular.
    from rest_framework.views import APIView

_LOG = logging.getLogger(__name__)


class PortalThrottle(SimpleRateThrottle):
    """Rates `anonymous` (per address) and `token` (per person, however they signed in).

    Counted in fixed windows: one atomic step of the cache increments and returns the count, so
    that simultaneous requests are all counted. DRF's list of times would lose most of them.
    """

    def __init__(self) -> None:
        """Skip the base class: the scope, and with it the rate, depends on the request."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; without the cache every request is allowed."""
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
        """Return the whole seconds until the window ends, at least 1."""
        return float(math.ceil(self.seconds - self.now % self.seconds))

    def _count(self, key: str) -> int:
        """Return how many requests came in this window, this one included."""
        window = f"{key}_{int(self.now // self.seconds)}"
        # Stored for a window longer than needed, so that it cannot expire between the two steps.
        return count_one_more(self.cache, window, 2 * self.seconds)

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        """Return the key of this person's or address's count."""
        ident = request.user.pk if isinstance(request.user, User) else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}

    def get_ident(self, request: Request) -> str:
        """Return what visitors are counted by: their network."""
        return client_network(request)
