"""The description of the demo's applications: it names only what exists, and many of everything."""

import csv
from collections import Counter

from demo.colleagues import COLLEAGUES
from demo.enterprises import REGISTER
from demo.files import read_demo_files
from demo.loading import OWNED
from demo.people import DEMO_PEOPLE

CONTENT = read_demo_files()
APPLICANT_DOES = {"draft", "submit", "correct", "withdraw", "object", "report"}
SYSTEM_DOES = {"attend"}


def _register() -> set[str]:
    with REGISTER.open(encoding="utf-8", newline="") as stream:
        return {row["name"] for row in csv.DictReader(stream)}


def test_enterprises_are_in_the_register_and_have_an_owner() -> None:
    owned = {*OWNED, *CONTENT.owners}
    assert len(owned) == len(OWNED) + len(CONTENT.owners)
    assert {file.enterprise for file in CONTENT.files} <= owned <= _register()
    assert {claim.enterprise for claim in CONTENT.claims} <= _register() - owned


def test_every_person_is_somebody_else() -> None:
    people = [person.name for person in (*DEMO_PEOPLE, *COLLEAGUES)]
    people += [*CONTENT.owners.values(), *(claim.claimant for claim in CONTENT.claims)]
    assert [name for name, count in Counter(people).items() if count > 1] == []


def test_steps_are_done_by_people_of_the_demo_and_in_order() -> None:
    officials = {person.email.partition("@")[0] for person in (*DEMO_PEOPLE, *COLLEAGUES)}
    for file in CONTENT.files:
        days = [step.ago for step in file.steps]
        assert days == sorted(days, reverse=True), file
        assert min(days) > 0, file
        assert file.steps[0].do in ("draft", "submit"), file
        for step in file.steps:
            assert bool(step.by) is (step.do not in APPLICANT_DOES | SYSTEM_DOES), step
            assert not step.by or step.by in officials, step
