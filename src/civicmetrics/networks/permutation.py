"""Whether two relations go together more than chance: QAP and MRQAP, by renaming organisations."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from civicmetrics.networks import kernel
from civicmetrics.networks.errors import SurveyError
from civicmetrics.networks.sectors import Permuted, against
from civicmetrics.networks.values import Flags, Floats, Ints, Network, need

Line = Callable[[Floats], Floats]


def qap(
    first: Network,
    second: Network,
    *,
    permutations: int = 1_000,
    seed: int = 1,
    threads: int = 1,
    progress: kernel.Progress | None = None,
) -> Permuted:
    """Correlation of two networks over all cells, and where it lies among random renamings.

    Pearson over off-diagonal cells; organisations of the first are renamed at random. For 0/1
    networks the correlation is a straight line in the number of shared ties, so a renaming
    costs one look-up per tie. Source: Krackhardt 1987, 1988. p counts the observed one too.

    >>> from civicmetrics.networks.values import from_ties
    >>> net = from_ties(4, [(0, 1), (1, 2), (2, 3)])
    >>> qap(net, net, permutations=99).observed
    1.0
    """
    need(first.size, 3, "QAP")
    one, two = first, second
    if first.directed != second.directed:
        raise SurveyError("one network is directed and the other is not")
    arcs = two.arcs
    other = arcs.sources.astype(np.int64) * two.size + arcs.targets
    counter = kernel.Overlap(one.size, one.source, one.target, other)
    drawn = np.concatenate(list(_draws(counter, one.size, permutations, seed, threads, progress)))
    same = np.arange(one.size, dtype=np.int32)[None]
    cells = one.size * (one.size - 1) // (1 if one.directed else 2)
    line = _line(one.ties, two.ties, cells)
    observed = float(line(counter.counts(same).astype(np.float64))[0])
    return against(observed, line(drawn.astype(np.float64)))


def _draws(
    counter: kernel.Overlap,
    size: int,
    permutations: int,
    seed: int,
    threads: int,
    progress: kernel.Progress | None,
) -> Iterator[Ints]:
    """Overlaps block by block: one stream of renamings, counted on several cores."""
    random, at = np.random.default_rng(seed), 0
    wide = max(1, min(permutations, 4_000_000 // max(size, 1)))
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        while at < permutations:
            blocks = []
            for start in range(at, min(at + wide * max(threads, 1), permutations), wide):
                block = np.tile(
                    np.arange(size, dtype=np.int32), (min(wide, permutations - start), 1)
                )
                blocks.append(random.permuted(block, axis=1, out=block))
            yield from pool.map(counter.counts, blocks)
            at += sum(map(len, blocks))
            if progress:
                progress(at, permutations)


def _line(one: int, two: int, cells: int) -> Line:
    spread = float(one * (cells - one)) * float(two * (cells - two))
    if spread <= 0:
        return lambda hits: np.full(len(hits), np.nan)
    return lambda hits: (hits * cells - float(one) * float(two)) / np.sqrt(spread)


@dataclass(frozen=True)
class Coefficient:
    """b of the regression, its t, and how often a permuted t is as far out (two-sided)."""

    name: str
    value: float
    t: float
    p: float


def mrqap(
    outcome: Floats,
    predictors: Sequence[Floats],
    names: Sequence[str],
    *,
    seen: Flags | None = None,
    permutations: int = 1_000,
    seed: int = 1,
) -> tuple[Coefficient, ...]:
    """Regression of one relation on others, tested by double semi-partialing.

    outcome and predictors (n, n); `seen` (n, n) says which off-diagonal cells count. Each
    predictor is residualised on the others once, its rows and columns are renamed at random,
    and t is taken again. The first coefficient is the constant, without a p.
    Source: Dekker, Krackhardt & Snijders 2007.

    >>> x = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0.0]])
    >>> [round(c.value, 6) for c in mrqap(2 * x, [x], ["x"], permutations=19)]
    [0.0, 2.0]
    """
    cells = (
        ~np.eye(len(outcome), dtype=bool)
        if seen is None
        else seen & ~np.eye(len(outcome), dtype=bool)
    )
    design = np.column_stack([np.ones(int(cells.sum())), *[x[cells] for x in predictors]])
    y = outcome[cells].astype(np.float64)
    value, t = _fit(design, y)
    found = [Coefficient("constant", float(value[0]), float(t[0]), float("nan"))]
    for place, name in enumerate(names, start=1):
        p = _semi_partial(
            outcome.shape[0], cells, design, y, place, abs(t[place]), permutations, seed
        )
        found.append(Coefficient(name, float(value[place]), float(t[place]), p))
    return tuple(found)


def _fit(design: Floats, y: Floats) -> tuple[Floats, Floats]:
    inverse = np.linalg.pinv(design.T @ design)
    value = inverse @ (design.T @ y)
    left = y - design @ value
    noise = float(left @ left) / max(len(y) - design.shape[1], 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return value, value / np.sqrt(noise * np.diag(inverse))


def _semi_partial(
    size: int, cells: Flags, design: Floats, y: Floats, place: int, reference: float,
    permutations: int, seed: int,
) -> float:  # fmt: skip
    others = np.delete(design, place, axis=1)
    solve = np.linalg.pinv(others)
    rest = np.zeros((size, size))
    rest[cells] = design[:, place] - others @ (solve @ design[:, place])
    y_left = y - others @ (solve @ y)
    total, freedom = float(y_left @ y_left), max(len(y) - design.shape[1], 1)
    random, beyond = np.random.default_rng(seed), 0
    for _ in range(permutations):
        order = random.permutation(size)
        x = rest[np.ix_(order, order)][cells]
        x = x - others @ (solve @ x)
        along, length = float(x @ y_left), float(x @ x)
        noise = (total - along**2 / length) / freedom if length > 0 else 0.0
        t = abs(along) / np.sqrt(noise * length) if noise > 1e-300 else np.inf
        beyond += bool(t >= reference - 1e-9)
    return (1 + beyond) / (permutations + 1)
