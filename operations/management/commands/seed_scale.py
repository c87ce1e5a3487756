"""Fill an empty database with synthetic enterprises and applications, in the requested number."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from benchmarks.seed.loading import NotEmptyError, fill


class Command(BaseCommand):
    """Progress goes to stderr, one JSON line with rows, seconds and bytes to stdout.

    All in one transaction: interrupted at any moment, it leaves nothing behind.
    """

    help = "Fill an empty database with synthetic rows for benchmarks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--enterprises", type=_count, required=True)
        parser.add_argument("--applications", type=_count, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--jobs", type=_count, default=min(4, os.cpu_count() or 1))

    def handle(self, *args: Any, **options: Any) -> None:
        bars: dict[str, tqdm[Any]] = {}

        def progress(table: str, done: int, total: int) -> None:
            if table not in bars:
                bars[table] = tqdm(
                    total=total,
                    desc=table,
                    unit="",
                    mininterval=1,
                    disable=not options["verbosity"],
                )
            bars[table].update(done - bars[table].n)

        try:
            report = fill(
                enterprise_count=options["enterprises"],
                application_count=options["applications"],
                seed=options["seed"],
                jobs=options["jobs"],
                progress=progress,
            )
        except NotEmptyError as error:
            raise CommandError(f"{error} tidak kosong; tidak ada yang ditulis.") from error
        except (LookupError, ValueError) as error:
            raise CommandError(str(error)) from error
        finally:
            for bar in bars.values():
                bar.close()
        self.stdout.write(
            json.dumps({"rows": report.rows, "seconds": report.seconds, "bytes": report.bytes})
        )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError("not below 0")
    return number
