"""No address that gives access by itself is in a log so that a reader could open it."""

import re
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

from django.urls import URLPattern, URLResolver, get_resolver

from common.logs import mask_path, mask_text
from letters.policies.codes import ALPHABET
from operations.web_server.gunicorn_conf import post_request

UID = str(uuid.UUID(int=0x4F9C0F3E111122223333123456789ABC))
# Such codes look like words.
CODE = "".join(each for each in ALPHABET if each.isalpha())[:12]
_PART = re.compile(r"<uuid:\w+>|<str:code>")
# The keys of letters to confirm an address and to choose a new password.
_KEYED = {
    "account_confirm_email": "/akun/konfirmasi-surel/abcdefgh/",
    "account_reset_password_from_key": "/akun/sandi/lupa/abc-cx2k5r-defghi/",
}


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each.name or ""
        else:
            yield from _routes(each, route)


def test_no_uuid_code_or_key_of_an_address_reaches_a_log() -> None:
    routes = list(_routes(get_resolver()))
    secret = [route for route, _name in routes if _PART.search(route)]
    assert {"pesanan-bersama/surat/<uuid:uid>/", "verifikasi/<str:code>/"} <= set(secret)
    assert set(_KEYED) <= {name for _route, name in routes}
    paths = ["/" + route.replace("<str:code>", CODE) for route in secret]
    paths = [re.sub(r"<\w+:\w+>", "1", re.sub(r"<uuid:\w+>", UID, path)) for path in paths]
    lines: list[str] = []
    log = SimpleNamespace(info=lambda text, *values: lines.append(text % values))
    worker = SimpleNamespace(nr=1, log=log)
    for path in [*paths, *_KEYED.values()]:
        request, answer = SimpleNamespace(method="GET", path=path), SimpleNamespace()
        post_request(worker, request, {}, answer)
        # The handlers mask once more; what they get and what comes out opens nothing.
        lines += [mask_path(path), mask_text(f"Not Found: {path}"), mask_text(lines[-1])]
    lines.append(mask_path(f"/verifikasi//{CODE}"))
    known = [UID, CODE, "abcdefgh", "defghi"]
    assert [line for line in lines if any(each in line for each in known)] == []
