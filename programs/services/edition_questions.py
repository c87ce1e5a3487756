"""Changes of the questions of a draft edition."""

from django.db import transaction

from accounts.models import User
from programs.models import Question
from programs.services.edition_rows import Place, save_row


@transaction.atomic
def save_question(
    by: User,
    question: Question,
    *,
    version: str = "",
    place: Place | None = None,
    is_read: bool = False,
) -> None:
    """Save a question, and give its page the title that the question has; see `save_row`."""
    save_row(by, question, version=version, place=place, is_read=is_read)
    titles = {
        "group_title_id": question.group_title_id,
        "group_title_en": question.group_title_en,
    }
    page = Question.objects.filter(edition_id=question.edition_id, group=question.group)
    page.exclude(**titles).update(**titles)
