"""Errors of the domain. Services raise them; web, API and admin translate them.

`str(error)` is only the code, so that personal data never reaches a log through a traceback.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from django.utils.functional import Promise

Text = str | Promise
# Seconds after which to try again what was too busy, for pages and programs alike.
BUSY_SECONDS: Final = 5


@dataclass(frozen=True)
class FieldError:
    """One error in one field; `field` None means the whole form."""

    code: str
    field: str | None
    message: Text


class DomainError(Exception):
    """A refusal with a stable code and a sentence for the person.

    `message` may be lazy and may hold `%(name)s` places filled from `params`; it is rendered in
    the language that is active when it is read.
    """

    status: ClassVar[int] = 400

    def __init__(
        self,
        code: str,
        message: Text = "",
        *,
        field: str | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params: dict[str, object] = dict(params or {})
        self._message = message

    @property
    def message(self) -> str:
        text = str(self._message)
        return text % self.params if self.params else text


class InvalidInput(DomainError):
    """400. The input cannot be accepted; `errors` lists every fault found."""

    status = 400

    def __init__(
        self,
        code: str,
        message: Text = "",
        *,
        field: str | None = None,
        params: Mapping[str, object] | None = None,
        errors: Iterable[FieldError] = (),
    ) -> None:
        super().__init__(code, message, field=field, params=params)
        self._errors = list(errors)

    @classmethod
    def many(cls, errors: Iterable[FieldError]) -> Self:
        """Combine several errors into one exception; needs at least one."""
        faults = list(errors)
        if not faults:
            raise ValueError("an invalid input needs at least one error")
        first = faults[0]
        return cls(first.code, first.message, field=first.field, errors=faults)

    @property
    def errors(self) -> list[FieldError]:
        return self._errors or [FieldError(self.code, self.field, self.message)]


class NotPermitted(DomainError):
    """403. The person is known and may see the thing, but may not do this."""

    status = 403


class NotFound(DomainError):
    """404. It does not exist, or this person may not know that it does."""

    status = 404


class Conflict(DomainError):
    """409. It has changed since, or the request would violate a uniqueness rule."""

    status = 409


class TooLarge(DomainError):
    """413. More bytes than are accepted."""

    status = 413


class UnsupportedMedia(DomainError):
    """415. A file type that is not accepted."""

    status = 415


class TooManyRequests(DomainError):
    """429. Too many requests; `params["wait"]` may hold seconds to wait."""

    status = 429


class Withheld(DomainError):
    """423. It exists and may be listed, but not be opened now, or not at all."""

    status = 423


class Unavailable(DomainError):
    """503. Too busy at the moment; the same request may succeed later."""

    status = 503


class StorageFull(DomainError):
    """507. There is no space left; nothing was stored."""

    status = 507


# Why a file that a person sends cannot be taken, apart from what is wrong with other fields.
REFUSED_FILE = (TooLarge, UnsupportedMedia, Unavailable, StorageFull)
