"""What a person does in a browser, counted: actions, fields they type into, pages they see."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator

from tests.flows.applicant import Applicant


@dataclass
class Effort:
    """How much a person did so far."""

    actions: int = 0
    typed: int = 0
    pages: int = 0


class CountedVisitor(Applicant):
    """Counts each click, choice and chosen file as an action, each typed field, each page shown.

    The first page counts too; the code that is read in the messages of the phone does not.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.effort = Effort()

    def open(self, path: str) -> None:
        super().open(path)
        self.effort.pages += 1

    def fill(self, **values: str) -> None:
        super().fill(**values)
        self.effort.typed += len(values)

    def pick(self, **values: str) -> None:
        super().pick(**values)
        self.effort.actions += len(values)

    def select(self, **values: str) -> None:
        for name, value in values.items():
            self.page.select_option(f"main [name={name}]", value)
            self.effort.actions += 1

    def tick(self, name: str) -> None:
        super().tick(name)
        self.effort.actions += 1

    def upload(self, name: str) -> None:
        super().upload(name)
        self.effort.actions += 1

    def follow(self, target: Locator) -> None:
        super().follow(target)
        self.effort.actions += 1
        self.effort.pages += 1
