"""Which kinds of documents schemes produce, and so which requirements they answer."""

from collections.abc import Collection, Mapping

from programs.models import Scheme


def document_kind_of(scheme_code: str) -> str:
    """Return the kind of document that a scheme produces; empty where it answers nothing."""
    found = Scheme.objects.filter(code=scheme_code).values_list("document_kind", flat=True)
    return found.first() or ""


def schemes_bringing(kinds: Collection[str]) -> Mapping[str, Scheme]:
    """Return by their codes the schemes that produce a document of one of these kinds."""
    found = Scheme.objects.filter(document_kind__in=kinds).exclude(document_kind="")
    return {scheme.code: scheme for scheme in found}
