"""Rules on findings. A rule never fires on a finding that chance or silence could turn around."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from civicmetrics.networks.findings import Evidence, Finding, Pairs

SOUND = {Evidence.COUNT, Evidence.CLEAR, Evidence.LIKELY}


@dataclass(frozen=True, eq=False)
class Recommendation:
    """What to do, and the findings (by number, from 1), organisations and ties it rests on."""

    kind: str
    findings: tuple[int, ...]
    places: tuple[int, ...]
    pairs: Pairs
    finding: Finding


Rule = Callable[[Finding], bool]
RULES: dict[str, tuple[str, Rule]] = {
    "call_silent": ("observation", lambda f: f.numbers["silent"] >= 1),
    "hand_over": ("reason", lambda f: f.names["kind"] == "attribute"),
    "firm_up": ("reason", lambda f: f.names["kind"] == "weak"),
    "reach_sector": ("reason", lambda f: f.names["kind"] == "sector"),
    "confirm": ("reason", lambda f: f.names["kind"] == "unconfirmed"),
    "take_over": ("left", lambda f: f.numbers["ties"] >= 3),
    "second_way": ("fragile", lambda f: f.numbers["single"] >= 1),
    "share_load": (
        "focus",
        lambda f: f.numbers["share"] >= 1 / 3 and f.evidence is not Evidence.LIKELY,
    ),
    "make_occasions": ("few_new", lambda f: True),
    "bring_together": ("sectors", lambda f: True),
}
ORDER = ("hand_over", "firm_up", "take_over", "share_load", "second_way", "reach_sector",
         "bring_together", "confirm", "make_occasions", "call_silent")  # fmt: skip


def recommend(found: Sequence[Finding]) -> tuple[Recommendation, ...]:
    """At most six, each linked to the finding and the ties behind it.

    A locked change gives one: ask those who did not answer.

    >>> few = Finding("few_new", Evidence.COUNT, {"gone": 9, "came": 1})
    >>> [r.kind for r in recommend([few])]
    ['make_occasions']
    >>> doubtful = Finding("sectors", Evidence.UNCERTAIN, {})
    >>> recommend([doubtful])
    ()
    """
    locked = [at for at, f in enumerate(found, 1) if f.evidence is Evidence.LOCKED]
    out = [_made("ask_again", at, found[at - 1]) for at in locked]
    for kind in ORDER:
        wanted, rule = RULES[kind]
        for at, finding in enumerate(found, 1):
            if finding.kind == wanted and finding.evidence in SOUND and rule(finding):
                out.append(_made(kind, at, finding))
    return tuple(out[:6])


def _made(kind: str, at: int, finding: Finding) -> Recommendation:
    return Recommendation(kind, (at,), finding.places, finding.pairs, finding)
