"""What schemes are called; a document that comes of one bears its name."""

from collections.abc import Collection, Mapping

from programs.models import Scheme


def scheme_name(code: str) -> str:
    """Return the name of a scheme in the reader's language; the code itself for an unknown one."""
    return scheme_names([code])[code]


def scheme_names(codes: Collection[str]) -> Mapping[str, str]:
    """Return the names of schemes by their code, in one query."""
    names = {scheme.code: str(scheme.name) for scheme in Scheme.objects.filter(code__in=codes)}
    return {code: names.get(code, code) for code in codes}
