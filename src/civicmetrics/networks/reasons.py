"""Candidate reasons for keeping and making ties, each as an (n, n) matrix with a name."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from civicmetrics.networks.change import Fate, Split
from civicmetrics.networks.formation import Model, separable
from civicmetrics.networks.surveys import Survey, Wave
from civicmetrics.networks.tables import NO, YES
from civicmetrics.networks.values import Floats, Ints, Network

LARGEST = 1_500  # organisations; above it the pairs without ties are too many to hold
FEWEST = 8  # pairs on each side before a comparison is made at all


@dataclass(frozen=True)
class Reason:
    """Kept (or made) ties with and without a trait; p by renaming, holm over all traits tried.

    kind  "attribute", "sector", "weak", "unconfirmed", "same_sector"
    hits and cells of the pairs that have the trait, then of those that do not
    """

    kind: str
    name: str
    hits: int
    cells: int
    other_hits: int
    other_cells: int
    p: float
    holm: float
    pairs: tuple[tuple[int, int], ...]

    @property
    def share(self) -> float:
        return self.hits / self.cells

    @property
    def other_share(self) -> float:
        return self.other_hits / self.other_cells


@dataclass(frozen=True, eq=False)
class Why:
    """Reasons one at a time, strongest first, and the model with all of them together."""

    reasons: tuple[Reason, ...]
    model: Model


def yes_attributes(survey: Survey) -> dict[str, Floats]:
    """Attributes that are yes or no for every organisation: (n,) 1 where yes."""
    found = {}
    for name in survey.attributes:
        words = [o.attributes.get(name, "").strip().lower() for o in survey.organisations]
        if set(words) <= YES | NO | {""} and 0 < sum(word in YES for word in words) < len(words):
            found[name] = np.array([float(word in YES) for word in words])
    return found


def traits(survey: Survey, first: Wave, *, persistence: bool) -> dict[tuple[str, str], Floats]:
    """(kind, name) to a symmetric 0/1 matrix: what a pair may have that matters."""
    n, sector = len(survey.organisations), survey.sector
    found: dict[tuple[str, str], Floats] = {}
    for name, held in yes_attributes(survey).items():
        found["attribute", name] = np.maximum.outer(held, held)
    if len(survey.sectors) > 1:
        found["same_sector", ""] = (sector[:, None] == sector[None, :]).astype(np.float64)
        for at, name in enumerate(survey.sectors):
            mine = (sector == at).astype(np.float64)
            if name and mine.sum() >= 3:
                found["sector", name] = np.maximum.outer(mine, mine)
    if persistence and first.strong:
        found["weak", ""] = _weak(first.network, n)
    if persistence and first.network.directed:
        found["unconfirmed", ""] = _unconfirmed(first.network, n)
    return found


def _weak(network: Network, n: int) -> Floats:
    """1 where the stronger report of a pair is among the weakest level given."""
    top = np.zeros((n, n))
    top[network.source, network.target] = network.strength
    top = np.maximum(top, top.T)
    low = np.quantile(top[top > 0], 0.25) if (top > 0).any() else 0
    return ((top > 0) & (top <= low)).astype(np.float64)


def _unconfirmed(network: Network, n: int) -> Floats:
    """1 where both answered and only one of them named the other."""
    said = np.zeros((n, n), bool)
    said[network.source, network.target] = True
    both = network.answered[:, None] & network.answered[None, :]
    return ((said ^ said.T) & both).astype(np.float64)


def why_kept(survey: Survey, found: Split, first: Wave, permutations: int, seed: int) -> Why:
    """Which earlier ties held, among those that could be followed up."""
    held = np.isin(found.fate, [Fate.KEPT, Fate.LOST])
    kept = (found.fate[held] == Fate.KEPT).astype(np.int64)
    named = traits(survey, first, persistence=True)
    return _why(survey, found.pairs[held], kept, named, permutations, seed)


def why_made(
    survey: Survey, found: Split, first: Wave, second: Wave, permutations: int, seed: int
) -> Why:
    """Which pairs without a tie before made one, among those that could be compared."""
    n = len(survey.organisations)
    heard = first.network.answered & second.network.answered
    there = first.network.present & second.network.present
    open_pairs = np.triu((heard[:, None] | heard[None, :]) & there[:, None] & there[None, :], 1)
    open_pairs[found.pairs[:, 0], found.pairs[:, 1]] = False
    new = found.pairs[found.fate == Fate.NEW]
    none = np.argwhere(open_pairs)
    pairs = np.vstack([new, none]).astype(np.int64)
    outcome = np.concatenate([np.ones(len(new), np.int64), np.zeros(len(none), np.int64)])
    named = traits(survey, first, persistence=False) if n <= LARGEST else {}
    return _why(survey, pairs, outcome, named, permutations, seed)


def _why(
    survey: Survey, pairs: Ints, outcome: Ints, named: Mapping[tuple[str, str], Floats],
    permutations: int, seed: int,
) -> Why:  # fmt: skip
    n = len(survey.organisations)
    found = []
    for (kind, name), x in named.items():
        has = x[pairs[:, 0], pairs[:, 1]] > 0
        if min(int(has.sum()), int((~has).sum())) < FEWEST or outcome.std() == 0:
            continue
        p = _alone(n, pairs, outcome, x, permutations, seed)
        hits = int(outcome[has].sum())
        found.append(Reason(
            kind, name, hits, int(has.sum()), int(outcome[~has].sum()), int((~has).sum()),
            p, 1.0, tuple((int(a), int(b)) for a, b in pairs[has][:200].tolist()),
        ))  # fmt: skip
    whole = {f"{kind}:{name}": x for (kind, name), x in named.items() if kind != "sector"}
    model = separable(n, pairs, outcome, whole, permutations=permutations, seed=seed)
    return Why(_holm(found), model)


def _alone(n: int, pairs: Ints, outcome: Ints, x: Floats, permutations: int, seed: int) -> float:
    terms = separable(n, pairs, outcome, {"x": x}, permutations=permutations, seed=seed).terms
    return terms[0].p if terms else _certain(n, pairs, outcome, x, permutations, seed)


def _certain(n: int, pairs: Ints, outcome: Ints, x: Floats, permutations: int, seed: int) -> float:
    """The trait tells the outcome exactly: compare the overlap itself under renaming."""
    random = np.random.default_rng(seed)
    centre = outcome - outcome.mean()
    observed = abs(float(x[pairs[:, 0], pairs[:, 1]] @ centre))
    beyond = 0
    for _ in range(permutations):
        order = random.permutation(n)
        beyond += abs(float(x[order[pairs[:, 0]], order[pairs[:, 1]]] @ centre)) >= observed - 1e-9
    return (1 + beyond) / (permutations + 1)


def _holm(found: list[Reason]) -> tuple[Reason, ...]:
    """Holm's step-down: many traits were tried, so each p is made larger accordingly."""
    ordered = sorted(found, key=lambda reason: (reason.p, -abs(reason.share - reason.other_share)))
    out, worst = [], 0.0
    for at, reason in enumerate(ordered):
        worst = max(worst, min(1.0, reason.p * (len(ordered) - at)))
        values = {**{f: getattr(reason, f) for f in reason.__dataclass_fields__}, "holm": worst}
        out.append(Reason(**values))
    return tuple(out)
