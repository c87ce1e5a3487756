"""Loading the list of skills from `enterprises/data/skills.toml`."""

from pathlib import Path

from django.db import transaction

from common.files.toml_rows import toml_rows
from enterprises.models import Skill

_DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_skills() -> None:
    """Add the skills of the file; repeatable. Existing ones stay: an official may have reworded."""
    for row in toml_rows(_DATA / "skills.toml", "skill"):
        Skill.objects.get_or_create(code=row.pop("code"), defaults=row)
