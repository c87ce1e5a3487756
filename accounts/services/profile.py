"""What people change about themselves."""

from django.db import transaction

from accounts.models import User
from common.edits.changes import remember_changes
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot


def update_profile(
    user: User, *, name: str, language: str, shown: FormSnapshot | None = None
) -> None:
    """Store a person's name and the language in which the portal writes to them.

    With `shown` a field that was changed only elsewhere since keeps its value. Locks the person.
    Raises ChangedMeanwhile where both changed a field; then nothing is written.
    """
    submitted: dict[str, str] = {"name": name, "language": language}
    with transaction.atomic():
        stored = User.objects.select_for_update(no_key=True).only("name", "language")
        before = profile_values(stored.get(pk=user.pk))
        if shown is not None:
            merged = merge(shown, current=before, submitted=submitted)
            if merged.conflicts:
                raise ChangedMeanwhile(merged)
            submitted = {**before, **merged.written}
        user.name, user.language = submitted["name"], submitted["language"]
        user.save(update_fields=["name", "language"])
        remember_changes(
            profile_row(user),
            before=before,
            after=submitted,
            by=user.pk,
            page=shown.page if shown else "",
        )


def profile_row(user: User) -> str:
    """Return the name of the row that the account page shows."""
    return f"person:{user.pk}"


def profile_values(user: User) -> dict[str, str]:
    """Return the initial values of the account page's fields."""
    return {"name": user.name, "language": user.language}


def choose_language(user: User, language: str) -> None:
    """Store the language a person switched to."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
