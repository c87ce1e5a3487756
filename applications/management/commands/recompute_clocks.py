"""Compare stored due dates with those the history gives, and correct them."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Prefetch

from applications.models import Application, ApplicationEvent, Objection
from applications.services.clock import with_wrong_due_date
from applications.services.objections import with_wrong_answer_date
from programs.models import Stage

_CHUNK = 500


class Command(BaseCommand):
    """`--check` only lists what differs and exits 1 when anything does."""

    help = "Compare stored due dates with the ones computed from history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="list differences, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        applications = (
            Application.objects.exclude(state="draft")
            .select_related("edition", "stage")
            .prefetch_related(
                Prefetch("events", ApplicationEvent.objects.order_by("id")),
                Prefetch("edition__stages", Stage.objects.order_by("position")),
                "outside_steps",
            )
            .order_by("id")
        )
        found = 0
        for application, computed in with_wrong_due_date(applications.iterator(chunk_size=_CHUNK)):
            found += 1
            self.stdout.write(f"{application.number}: {application.due_on} -> {computed}")
            if not options["check"]:
                Application.objects.filter(pk=application.pk).update(due_on=computed)
        for objection, answer_by in with_wrong_answer_date():
            found += 1
            number = objection.application.number
            self.stdout.write(f"{number} (objection): {objection.due_on} -> {answer_by}")
            if not options["check"]:
                Objection.objects.filter(pk=objection.pk).update(due_on=answer_by)
        if options["check"] and found:
            sys.exit(1)
