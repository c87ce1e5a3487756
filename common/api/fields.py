"""Strict fields: JSON of the right type or 400, never converted from text."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

MAX_BIGINT = 2**63 - 1
_DIGITS = re.compile(r"[0-9]{1,19}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_NOT_WHOLE = _("Harus bilangan bulat, tanpa tanda kutip dan tanpa koma.")
_NOT_TEXT = _("Harus teks.")
_NOT_BOOLEAN = _("Harus true atau false.")
_NOT_DAY = _("Harus tanggal yang ada, ditulis seperti 2026-11-23.")
_NOT_LIST = _("Harus daftar, misalnya [] bila tidak ada.")
_NOT_AMONG = _("Hanya boleh berisi: {choices}.")
_NOT_OBJECT = _("Harus objek JSON.")


class WholeNumber(serializers.IntegerField):
    """A JSON integer; "3", 3.0 and true are refused."""

    default_error_messages = {"invalid": _NOT_WHOLE}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(data)


class RowId(WholeNumber):
    """A key of a row; larger than any column can hold is refused, not looked up."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_BIGINT, **options)


class QueryNumber(serializers.IntegerField):
    """A whole number in the query string: digits and nothing else."""

    default_error_messages = {"invalid": _NOT_WHOLE}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not _DIGITS.fullmatch(data):
            self.fail("invalid")
        return int(data)


class YesNo(serializers.BooleanField):
    """A JSON boolean; "true" and 1 are refused."""

    default_error_messages = {"invalid": _NOT_BOOLEAN}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return bool(data)


class Text(serializers.CharField):
    """A JSON string; numbers are not turned into one."""

    default_error_messages = {"invalid": _NOT_TEXT}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Day(serializers.DateField):
    """A date as 2026-11-23 and in no other form."""

    default_error_messages = {"invalid": _NOT_DAY}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            self.fail("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")


class Choice(serializers.ChoiceField):
    """One of a few strings; a number that reads the same is refused."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input="?")
        return super().to_internal_value(data)


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Choices(serializers.Field[list[str], Any, Any, Any]):
    """A list of some of a few strings, possibly none of them; null and a single string are refused.

    Returns them in the order of `choices`, each once.
    """

    default_error_messages = {"not_a_list": _NOT_LIST, "invalid_choice": _NOT_AMONG}

    def __init__(self, *, choices: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.choices = tuple(choices)

    def to_internal_value(self, data: Any) -> list[str]:
        if not isinstance(data, list):
            self.fail("not_a_list")
        if any(not isinstance(each, str) or each not in self.choices for each in data):
            self.fail("invalid_choice", choices=", ".join(self.choices))
        return [each for each in self.choices if each in data]

    def to_representation(self, value: Any) -> Any:
        return value


class ExistingCode(Text):
    """A code for which `exists` must be true; else it is refused with `code` and `message`."""

    def __init__(
        self, *, exists: Callable[[str], object | None], code: str, message: Any, **options: Any
    ) -> None:
        super().__init__(max_length=60, trim_whitespace=False, **options)
        self._exists = exists
        self._code = code
        self._message = message

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not self._exists(value):
            raise serializers.ValidationError(self._message, code=self._code)
        return value


@extend_schema_field({"type": "object", "additionalProperties": {}})
class JsonObject(serializers.Field[dict[str, Any], Any, Any, Any]):
    """A JSON object with any content."""

    default_error_messages = {"invalid": _NOT_OBJECT}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("invalid")
        return dict(data)

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(OpenApiTypes.ANY)
class AnyJson(serializers.Field[Any, Any, Any, Any]):
    """Any JSON value, to be shown only."""

    def to_internal_value(self, data: Any) -> Any:
        return data

    def to_representation(self, value: Any) -> Any:
        return value
