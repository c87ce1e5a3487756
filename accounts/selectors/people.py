"""Finding people by what officials know about them."""

from accounts.models import User
from common.lists.word_search import matching_words

SEARCHED_BY = ("name", "email")


def people_named(text: str, *, most: int) -> list[int]:
    """Return the ids of at most `most` people with every word of `text` in name or e-mail address.

    To know whether there are more than can be used, ask for one more.
    """
    people = matching_words(User.objects.order_by(), text, *SEARCHED_BY)
    return [pk for (pk,) in people.values_list("pk")[:most]]


def person_name(person_id: int) -> str:
    """Return the person's name on pages; '' when there is no such person."""
    person = User.objects.filter(pk=person_id).only("name", "email").first()
    return person.get_full_name() if person else ""
