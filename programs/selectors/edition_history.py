"""What was changed in an edition, when and by whom, from the former values that the database keeps.

Django's log adds what has no former value: a row that was added, a draft that was begun.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, QuerySet, Value

from accounts.models import User
from common.law.history import author_of
from programs.models import Edition, Scheme
from programs.policies.edition_tables import EDITION_TABLES
from programs.selectors.editions import row_models

# Acts on one page.
PAGE: Final = 20
EDITION: Final = ""
_LOG: Final = "log"
_PUBLISHED: Final = "published"
_DELETED: Final = "before_delete"
# What one act may change: each table, the edition, its publication, and what the log says of it.
_PARTS: Final = len(EDITION_TABLES) + 3
_RELATED: Final = ("verified_by", "regency")
_MOST_DELETED: Final = 50


@dataclass(frozen=True)
class Change:
    """One row before and after an act, None where there was none; `table` is '' for the edition.

    `name` is the name of a row that only the log knows.
    """

    table: str
    before: Any | None
    after: Any | None
    name: str = ""


@dataclass(frozen=True)
class Act:
    """What one person, or the loader where `by` is None, changed at one moment."""

    at: datetime
    by: User | None
    changes: Sequence[Change] = ()
    is_publication: bool = False
    is_beginning: bool = False


@dataclass(frozen=True)
class HistoryPage:
    """Acts, the newest first; `older` is the moment before which the next page begins."""

    acts: Sequence[Act]
    older: datetime | None


def history_of(edition: Edition, before: datetime | None = None) -> HistoryPage:
    """Return the newest acts on an edition, or those before a moment.

    Acts at the same moment are never divided. The number of queries is independent of the number of
    acts.
    """
    found = _moments(edition, before)
    moments = sorted({at for at, _part in found}, reverse=True)
    shown, more = moments[:PAGE], len(moments) > PAGE
    if not shown:
        return HistoryPage((), None)
    window = _Window(edition, shown[-1], before, {part for at, part in found if at >= shown[-1]})
    acts = [*window.of_events(), *window.of_log(), *window.of_publication()]
    acts.sort(key=lambda act: act.at, reverse=True)
    return HistoryPage(acts, shown[-1] if more else None)


def deleted_drafts() -> list[Act]:
    """Return the newest drafts that were deleted, each with its last content as `before`."""
    events = _events_of(Edition).filter(pgh_label=_DELETED).select_related("pgh_context")
    newest = list(events.order_by("-pgh_id")[:_MOST_DELETED])
    people, schemes = _people(newest), _schemes({each.scheme_id for each in newest})
    return [
        Act(
            each.pgh_created_at,
            people.get(author_of(each)),
            [Change(EDITION, _deleted_edition(each, schemes), None)],
        )
        for each in newest
    ]


def deleted_draft(edition_id: int) -> Edition | None:
    """Return a draft as it was when it was deleted; None for one that was not deleted."""
    events = _events_of(Edition).filter(pgh_obj_id=edition_id, pgh_label=_DELETED)
    event = events.order_by("-pgh_id").first()
    return _deleted_edition(event, _schemes({event.scheme_id})) if event is not None else None


class _Window:
    """The acts from `start` until before `end`, in the `parts` of the edition that they changed."""

    def __init__(
        self, edition: Edition, start: datetime, end: datetime | None, parts: set[str]
    ) -> None:
        self.edition, self.start, self.end, self.parts = edition, start, end, parts

    def of_events(self) -> list[Act]:
        """Return what the database noted, an act for all that one request changed at a moment."""
        grouped: dict[tuple[datetime, Any], list[tuple[Any, Change]]] = defaultdict(list)
        for table in (EDITION, *EDITION_TABLES):
            if table in self.parts:
                for event, change in self._changes(table):
                    grouped[event.pgh_created_at, event.pgh_context_id].append((event, change))
        people = _people(event for pairs in grouped.values() for event, _change in pairs)
        return [
            Act(at, people.get(author_of(pairs[0][0])), [change for _event, change in pairs])
            for (at, _context), pairs in grouped.items()
        ]

    def of_log(self) -> list[Act]:
        """Return the rows that were added, as they first were, and the beginning of a draft."""
        if _LOG not in self.parts:
            return []
        entries = self._within(_log_of(self.edition), "action_time").select_related("user")
        acts, added = [], []
        for entry in entries:
            if entry.action_flag == ADDITION:
                acts.append(Act(entry.action_time, entry.user, is_beginning=True))
            else:
                added += [(entry, note) for note in _additions(entry)]
        first = self._first_states(note for _entry, note in added)
        for entry, note in added:
            table, pk = note.get("table", EDITION), note.get("row")
            change = Change(table, None, first.get((table, pk)), str(note.get("object", "")))
            acts.append(Act(entry.action_time, entry.user, [change]))
        return acts

    def of_publication(self) -> list[Act]:
        if _PUBLISHED not in self.parts or self.edition.published_at is None:
            return []
        by = self.edition.published_by
        return [Act(self.edition.published_at, by, is_publication=True)]

    def _changes(self, table: str) -> list[tuple[Any, Change]]:
        """Return each event with its row before and after: at the next event, or as it is now."""
        rows = self._within(_events(self.edition, table), "pgh_created_at").order_by("-pgh_id")
        events = list(_with_related(rows).select_related("pgh_context"))
        later = self._states_after(table, {each.pgh_obj_id for each in events})
        found = []
        for event in events:
            before = _row(event)
            after = None if event.pgh_label == _DELETED else later.get(event.pgh_obj_id)
            later[event.pgh_obj_id] = before
            found.append((event, Change(table, before, after)))
        return found

    def _states_after(self, table: str, keys: set[int]) -> dict[int, Any]:
        """Return the rows as they were at the end of the window, by their key."""
        if table == EDITION:
            rows: Iterable[Any] = [self.edition]
        else:
            rows = getattr(self.edition, EDITION_TABLES[table].relation).all()
        states = {row.pk: row for row in rows}
        if self.end is not None:
            newer = _events(self.edition, table).filter(
                pgh_obj_id__in=keys, pgh_created_at__gte=self.end
            )
            first = newer.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
            states |= {each.pgh_obj_id: _row(each) for each in _with_related(first)}
        return states

    def _first_states(self, notes: Iterable[Mapping[str, Any]]) -> dict[tuple[str, Any], Any]:
        keys: dict[str, set[Any]] = defaultdict(set)
        for note in notes:
            if note.get("table") in EDITION_TABLES:
                keys[note["table"]].add(note.get("row"))
        found: dict[tuple[str, Any], Any] = {}
        for table, wanted in keys.items():
            rows = getattr(self.edition, EDITION_TABLES[table].relation).all()
            found |= {(table, row.pk): row for row in rows if row.pk in wanted}
            events = _events(self.edition, table).filter(pgh_obj_id__in=wanted)
            first = events.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
            found |= {(table, each.pgh_obj_id): _row(each) for each in _with_related(first)}
        return found

    def _within(self, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
        rows = rows.filter(**{f"{column}__gte": self.start})
        return rows.filter(**{f"{column}__lt": self.end}) if self.end is not None else rows


def _moments(edition: Edition, before: datetime | None) -> list[tuple[datetime, str]]:
    """Return the newest moments of the edition with the part that changed at each; one query."""
    sources: list[tuple[str, QuerySet[Any], str]] = [
        *(
            (table, _events(edition, table), "pgh_created_at")
            for table in (EDITION, *EDITION_TABLES)
        ),
        (_LOG, _log_of(edition), "action_time"),
        (
            _PUBLISHED,
            Edition.objects.filter(pk=edition.pk, published_at__isnull=False),
            "published_at",
        ),
    ]
    queries = []
    for part, rows, column in sources:
        chosen = rows.filter(**{f"{column}__lt": before}) if before is not None else rows
        tagged = chosen.order_by().annotate(part=Value(part, output_field=CharField()))
        queries.append(tagged.values_list(column, "part"))
    first, *others = queries
    newest = first.union(*others).order_by(f"-{sources[0][2]}")
    return list(newest[: (PAGE + 1) * _PARTS])


def _events_of(model: type[Model]) -> QuerySet[Any]:
    related = cast("type[Any]", model._meta.get_field("events").related_model)
    rows: QuerySet[Any] = related._default_manager.all()
    return rows


def _events(edition: Edition, table: str) -> QuerySet[Any]:
    if table == EDITION:
        return _events_of(Edition).filter(pgh_obj_id=edition.pk)
    return _events_of(row_models()[table]).filter(edition_id=edition.pk)


def _with_related(events: QuerySet[Any]) -> QuerySet[Any]:
    names = {field.name for field in events.model._meta.concrete_fields}
    related = [name for name in _RELATED if name in names]
    return events.select_related(*related) if related else events


def _deleted_edition(event: Any, schemes: Mapping[int, Scheme]) -> Edition:
    edition: Edition = _row(event)
    edition.scheme = schemes[event.scheme_id]
    return edition


def _schemes(keys: set[int]) -> Mapping[int, Scheme]:
    """Return the schemes, deleted ones as they last were."""
    found = {row.pk: row for row in Scheme.objects.filter(pk__in=keys)}
    gone = _events_of(Scheme).filter(pgh_obj_id__in=keys - {*found})
    last = gone.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {**found, **{each.pgh_obj_id: _row(each) for each in last}}


def _row(event: Any) -> Any:
    """Return the row that an event keeps, unsaved and with the people and regions it names."""
    model = type(event)._meta.get_field("pgh_obj").related_model
    names = {field.name for field in event._meta.concrete_fields}
    known = [field for field in model._meta.concrete_fields if field.name in names]
    row = model(**{field.attname: getattr(event, field.attname) for field in known})
    for name in _RELATED:
        if name in event._state.fields_cache:
            setattr(row, name, event._state.fields_cache[name])
    return row


def _log_of(edition: Edition) -> QuerySet[LogEntry]:
    """Return the entries of Django's log that name something added."""
    return LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Edition),
        object_id=str(edition.pk),
        change_message__contains='"added"',
    )


def _additions(entry: LogEntry) -> list[Mapping[str, Any]]:
    try:
        notes = json.loads(entry.change_message)
    except ValueError:
        return []
    return [note["added"] for note in notes if isinstance(note, dict) and "added" in note]


def _people(events: Iterable[Any]) -> Mapping[int | None, User]:
    keys = {key for event in events if (key := author_of(event)) is not None}
    return {user.pk: user for user in User.objects.filter(pk__in=keys)} if keys else {}
