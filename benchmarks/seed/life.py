"""One application from its first day until now, by the table of the life-cycle."""

from dataclasses import dataclass
from random import Random
from typing import Final

from applications.lifecycle import OPEN_STATES
from benchmarks.seed.world import EditionRow, StageRow, World
from common.dates.clock import JAKARTA
from programs.enums import State, Transition

Moment = tuple[int, int]
"""Day (ordinal, Jakarta) and second of it."""

_OFFICE_DAYS: Final = (0, 0, 1, 1, 1, 2, 2, 3, 5)
_OWNER_DAYS: Final = (0, 1, 1, 2, 3, 4, 7, 12)
_ABANDONED, _STUCK, _REVISED, _WITHDRAWN = 0.06, 0.035, 0.1, 0.015
_REJECTED, _COMPLETED, _HELD = 0.28, 0.7, 0.3


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history."""

    at: Moment
    actor: int
    role: str
    transition: Transition
    before: State
    after: State
    from_stage: int | None
    to_stage: int | None


class Cut(Exception):
    """Now has come, or the file lies somewhere: nothing more has happened."""


class Life:
    """Plays the way of application `number`; the last of its enterprise may still be open."""

    def __init__(self, world: World, rng: Random, number: int) -> None:
        self.world, self.rng, self.number = world, rng, number
        self.enterprise = world.applicant(number % world.applicants)
        self.regency = world.regencies[world.regency_of(self.enterprise)][0]
        self.applicant, self.applicant_role = world.member(self.enterprise) or (0, "")
        self.is_last = number + world.applicants >= world.applications
        local = world.now.astimezone(JAKARTA)
        self.now = (local.toordinal(), local.hour * 3600 + local.minute * 60 + local.second)
        self.created = self.clock = min(self._begun(), self.now)
        self.edition = self._edition(self.created[0])
        self.state, self.stage = State.DRAFT, None
        self.events: list[Event] = []
        self.submitted: Moment | None = None
        self.decided: Moment | None = None
        self.recommender = self.decider = self.holder = 0
        self.arrived = 0
        self.pauses: list[tuple[int, int]] = []

    state: State
    stage: StageRow | None

    def live(self) -> None:
        """Goes on until the story or the time is over."""
        try:
            self._submit()
            for position, stage in enumerate(self.edition.stages):
                self._work(position, stage)
        except Cut:
            if not self.is_last and self.state in OPEN_STATES:
                # The enterprise applied again later, and may have one open application only.
                self._end_here()

    @property
    def due(self) -> int | None:
        """The day the file is due, as `applications.services.clock` has it; None without one."""
        calendar = self.world.calendar
        if self.state == State.REVISION_REQUESTED:
            return calendar.add(self.clock[0], self.world.correction_days)
        stage = self.edition.stages[0] if self.state == State.SUBMITTED else self.stage
        if stage is None or self.state not in (State.SUBMITTED, State.IN_REVIEW):
            return None
        return calendar.stage_due(self.arrived, stage.days, self.pauses)

    def text(self, at: Moment) -> str:
        """The moment as COPY takes it."""
        day, second = at
        minutes, seconds = divmod(second, 60)
        hour, minute = divmod(minutes, 60)
        return f"{self.world.calendar.iso(day)} {hour:02d}:{minute:02d}:{seconds:02d}+07"

    def _begun(self) -> Moment:
        """Later numbers begin later, and every year brings more of them."""
        first = self.world.editions[0].first
        share = (self.number / max(1, self.world.applications)) ** 0.8
        return first + int(share * (self.now[0] - first + 1)), self.rng.randrange(21_600, 79_200)

    def _edition(self, day: int) -> EditionRow:
        return [each for each in self.world.editions if each.first <= day][-1]

    def _submit(self) -> None:
        if self.rng.random() < _ABANDONED:
            if self.is_last:
                raise Cut
            self._withdraw()
        self._pass_time(self._owner_day())
        self.edition = self._edition(self.clock[0])
        self.submitted, self.arrived = self.clock, self.clock[0]
        self._note(Transition.SUBMIT, State.SUBMITTED, None, self.applicant, self.applicant_role)

    def _work(self, position: int, stage: StageRow) -> None:
        official = self.rng.choice(self.world.people[stage.role, self.regency])
        if position == 0:
            self._hesitate()
            self._note(Transition.START_REVIEW, State.IN_REVIEW, stage, official, stage.role)
            self.holder = official
        elif not self.holder and self.rng.random() < _HELD:
            self.holder = official
        official = self.holder or official
        if self.rng.random() < _REVISED:
            self._revise(stage, official)
        self._hesitate()
        if position + 1 == len(self.edition.stages):
            self._decide(stage, official)
        else:
            self._forward(stage, self.edition.stages[position + 1], official)

    def _forward(self, stage: StageRow, following: StageRow, official: int) -> None:
        recommends = stage.role == "analyst"
        name = Transition.RECOMMEND if recommends else Transition.PASS_STAGE
        self._note(name, State.IN_REVIEW, following, official, stage.role)
        self.arrived, self.pauses = self.clock[0], []
        if recommends:
            self.recommender = official
        self.holder = official if following.role == stage.role else 0

    def _decide(self, stage: StageRow, official: int) -> None:
        rejected = self.rng.random() < _REJECTED
        name = Transition.REJECT if rejected else Transition.APPROVE
        self._note(
            name, State.REJECTED if rejected else State.APPROVED, stage, official, stage.role
        )
        self.decider, self.decided, self.holder = official, self.clock, 0
        if rejected or self.rng.random() > _COMPLETED:
            raise Cut
        self._pass_time(self.world.calendar.add(self.clock[0], self.rng.randrange(5, 40)))
        self._note(Transition.COMPLETE, State.COMPLETED, stage, official, stage.role)
        raise Cut

    def _revise(self, stage: StageRow, official: int) -> None:
        self._hesitate()
        asked = Transition.REQUEST_REVISION
        self._note(asked, State.REVISION_REQUESTED, stage, official, stage.role)
        since = self.clock[0]
        if self.is_last and self.rng.random() < 2 * _STUCK:
            raise Cut
        self._pass_time(self._owner_day())
        self._note(Transition.SUBMIT, State.IN_REVIEW, stage, self.applicant, self.applicant_role)
        self.pauses.append((since, self.clock[0]))

    def _hesitate(self) -> None:
        """Days go by at the office; some files stay lying, some are taken back."""
        chance = self.rng.random()
        if chance < _WITHDRAWN:
            self._withdraw()
        if self.is_last and chance < _WITHDRAWN + _STUCK:
            raise Cut
        self._pass_time(self.world.calendar.add(self.clock[0], self.rng.choice(_OFFICE_DAYS)))

    def _withdraw(self) -> None:
        self._pass_time(self._owner_day())
        self._end_here()
        raise Cut

    def _end_here(self) -> None:
        withdrawn = (Transition.WITHDRAW, State.WITHDRAWN)
        self._note(*withdrawn, self.stage, self.applicant, self.applicant_role)
        self.holder = 0

    def _owner_day(self) -> int:
        return self.clock[0] + self.rng.choice(_OWNER_DAYS)

    def _pass_time(self, day: int) -> None:
        second = self.rng.randrange(28_800, 57_600)
        if day == self.clock[0]:
            second = min(86_399, self.clock[1] + self.rng.randrange(120, 7200))
        if (day, second) > self.now:
            raise Cut
        self.clock = (day, second)

    def _note(
        self, name: Transition, after: State, stage: StageRow | None, actor: int, role: str
    ) -> None:
        self.events.append(
            Event(
                at=self.clock,
                actor=actor,
                role=role,
                transition=name,
                before=self.state,
                after=after,
                from_stage=self.stage.id if self.stage else None,
                to_stage=stage.id if stage else None,
            )
        )
        self.state, self.stage = after, stage
