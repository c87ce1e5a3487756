"""Errors of the domain. Services raise them; web, API and admin translate them.

`str(error)` is only the code, so that what a person typed never reaches a log through a traceback.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field; `field` None means the whole form."""

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
    """400. What was sent cannot be accepted; `errors` lists every fault found."""

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
        """One refusal out of several faults; needs at least one."""
        found = list(errors)
        if not found:
            raise ValueError("an invalid input needs at least one error")
        first = found[0]
        return cls(first.code, first.message, field=first.field, errors=found)

    @property
    def errors(self) -> list[FieldError]:
        return self._errors or [FieldError(self.code, self.field, self.message)]


class NotPermitted(DomainError):
    """403. The person is known and may see the thing, but may not do this."""

    status = 403


class NotFound(DomainError):
    """404. There is no such thing, or this person may not know of it."""

    status = 404


class Conflict(DomainError):
    """409. The thing has changed, or this would break what must be unique."""

    status = 409


class TooLarge(DomainError):
    """413. More bytes than are accepted."""

    status = 413


class UnsupportedMedia(DomainError):
    """415. A kind of file that is not accepted."""

    status = 415


class TooMany(DomainError):
    """429. Too often; `params["wait"]` may hold seconds to wait."""

    status = 429


class Withheld(DomainError):
    """423. It is there and may be seen, but not opened now, or never."""

    status = 423


class Unavailable(DomainError):
    """503. Too busy at this moment; the same again will do later."""

    status = 503


class StorageFull(DomainError):
    """507. There is no room left; nothing of it was kept."""

    status = 507
