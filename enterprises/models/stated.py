"""What the database accepts as statements of an enterprise's particulars."""

from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.lookups import Exact

from enterprises.enums import StatedBy

_SPEAKERS = "|".join(StatedBy.values)
_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
# Checks types too: a pattern compared with a value that is not text is neither true nor false, and
# a filter also matches inside a list.
_NO_STATEMENT = (
    '$ ? (exists($.*.type() ? (@ != "object")) '
    '|| exists($.* ? (@.by.type() != "string" || @.on.type() != "string" '
    f'|| !(@.by like_regex "^({_SPEAKERS})$") || !(@.on like_regex "^{_DAY}$") '
    '|| exists(@.keyvalue() ? (@.key != "by" && @.key != "on")))))'
)


def are_statements(field: str) -> Q:
    """Return the condition that each entry has a known source and a day, and nothing else."""
    kind = Func(F(field), function="jsonb_typeof", output_field=TextField())
    faulty = Func(
        F(field),
        Value(_NO_STATEMENT),
        function="jsonb_path_exists",
        template="%(function)s(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )
    return Q(Exact(kind, Value("object"))) & Q(Exact(faulty, Value(False)))
