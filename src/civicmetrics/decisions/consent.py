"""A consent round: a proposal is adopted when nobody has a reasoned objection, not by a majority."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Self

State = Literal["draft", "clarify", "react", "amend", "consent", "adopted", "withdrawn", "expired"]
Kind = Literal["consent", "concern", "stand aside", "objection"]
Standing = Literal["open", "withdrawn", "preference"]
Act = Literal[
    "proposed", "clarify", "react", "amended", "consent", "answered", "objection withdrawn",
    "objection integrated", "objection judged a preference", "adopted", "withdrawn", "expired",
]  # fmt: skip

_MOVES: Mapping[State, frozenset[State]] = {
    "draft": frozenset({"clarify", "withdrawn", "expired"}),
    "clarify": frozenset({"react", "withdrawn", "expired"}),
    "react": frozenset({"amend", "consent", "withdrawn", "expired"}),
    "amend": frozenset({"amend", "consent", "withdrawn", "expired"}),
    "consent": frozenset({"amend", "adopted", "withdrawn", "expired"}),
    "adopted": frozenset(),
    "withdrawn": frozenset(),
    "expired": frozenset(),
}


class NotNow(Exception):
    """The round is in a state where this cannot be done."""


class NotAMember(Exception):
    """Only members of the round answer."""


class ReasonIsMissing(ValueError):
    """An objection says how the proposal harms the aim or is not safe enough to try."""


class ObjectionIsOpen(Exception):
    """Adopting must wait: an objection stands, or too few have answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member says to this version; an objection's standing says what became of it."""

    kind: Kind
    reason: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the account: what was done, by whom, to which version, and the words given."""

    act: Act
    by: str
    version: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class ConsentRound:
    """A consent round as a value; every act gives the next one. Begin with `propose`.

    States: draft, clarify (questions only), react (one view each), amend (a new version, all answers
    begin anew), consent, and then adopted, withdrawn or expired. Source: Rau and Koch-Gonzalez, Many
    Voices One Song (2018); sociocracyforall.org on consent.

    >>> at = propose("Try it for a year", by="Anna", members={"Anna", "Bo"}, quorum=2, review=date(2027, 5, 1))
    >>> at = at.move("clarify", by="Anna").move("react", by="Anna").move("consent", by="Anna")
    >>> at = at.answer("Anna", "consent").answer("Bo", "concern", "Who pays?")
    >>> at.move("adopted", by="Anna").state
    'adopted'
    """

    text: str
    members: frozenset[str]
    quorum: int
    review: date
    state: State = "draft"
    version: int = 1
    answers: Mapping[str, Answer] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    @property
    def open_objections(self) -> tuple[str, ...]:
        """The members whose objections stand."""
        return tuple(who for who, said in self.answers.items() if said.standing == "open")

    @property
    def missing(self) -> int:
        """How many answers the quorum still lacks."""
        return max(0, self.quorum - len(self.answers))

    @property
    def can_be_adopted(self) -> bool:
        """Whether the quorum has answered and no objection stands."""
        return self.state == "consent" and not self.missing and not self.open_objections

    def move(
        self,
        to: Literal["clarify", "react", "consent", "adopted", "withdrawn", "expired"],
        *,
        by: str,
    ) -> Self:
        """The round in its next state.

        Raises NotNow when the state does not lead there; ObjectionIsOpen when it cannot be adopted.
        """
        self._must_lead_to(to)
        if to == "adopted" and not self.can_be_adopted:
            raise ObjectionIsOpen
        return replace(self, state=to, events=(*self.events, Event(to, by, self.version)))

    def amend(self, text: str, *, by: str) -> Self:
        """The round with a new version, its open objections integrated and every answer asked anew.

        Raises NotNow outside react, amend and consent.
        """
        self._must_lead_to("amend")
        version = self.version + 1
        return replace(
            self, text=text, version=version, state="amend", answers={},
            events=(*self.events, *self._integrated(by), Event("amended", by, version, text)),
        )  # fmt: skip

    def answer(self, member: str, kind: Kind, reason: str = "") -> Self:
        """The round with a member's answer, which replaces the earlier one.

        Raises NotNow outside the state consent, NotAMember, and ReasonIsMissing for a bare objection.
        """
        if self.state != "consent":
            raise NotNow(self.state)
        if member not in self.members:
            raise NotAMember(member)
        if kind == "objection" and not reason.strip():
            raise ReasonIsMissing
        said = Answer(kind, reason, "open" if kind == "objection" else None)
        event = Event("answered", member, self.version, f"{kind}: {reason}" if reason else kind)
        return replace(self, answers={**self.answers, member: said}, events=(*self.events, event))

    def withdraw_objection(self, member: str) -> Self:
        """The round after the author of an objection let it go. Raises NotNow when none is open."""
        return self._settle(member, "withdrawn", Event("objection withdrawn", member, self.version))

    def judge_preference(self, member: str, reason: str, *, by: str) -> Self:
        """The round after the facilitator found an objection to be a preference, with the reason seen by all.

        Raises NotNow when none is open and ReasonIsMissing.
        """
        if not reason.strip():
            raise ReasonIsMissing
        words = f"{member}: {reason}"
        event = Event("objection judged a preference", by, self.version, words)
        return self._settle(member, "preference", event)

    def _settle(self, member: str, standing: Standing, event: Event) -> Self:
        if self.state != "consent" or member not in self.open_objections:
            raise NotNow(self.state)
        settled = replace(self.answers[member], standing=standing)
        return replace(
            self, answers={**self.answers, member: settled}, events=(*self.events, event)
        )

    def _integrated(self, by: str) -> tuple[Event, ...]:
        return tuple(
            Event("objection integrated", by, self.version, f"{who}: {self.answers[who].reason}")
            for who in self.open_objections
        )

    def _must_lead_to(self, state: State) -> None:
        if state not in _MOVES[self.state]:
            raise NotNow(f"{self.state} does not lead to {state}")


def propose(
    text: str, *, by: str, members: frozenset[str] | set[str], quorum: int, review: date
) -> ConsentRound:
    """A new round with its proposal; what is adopted is looked at again on the day `review`.

    Raises ValueError for an empty proposal or a quorum that is not from 1 to the number of members.

    >>> propose("Open at nine", by="Anna", members={"Anna"}, quorum=1, review=date(2027, 1, 4)).state
    'draft'
    """
    if not text.strip() or not 1 <= quorum <= len(members):
        raise ValueError("a round needs a proposal and a quorum of its members")
    return ConsentRound(
        text, frozenset(members), quorum, review, events=(Event("proposed", by, 1, text),)
    )
