"""Why ties were kept and why ties were made: two separate logistic models, tested by renaming."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from civicmetrics.networks.errors import SurveyError
from civicmetrics.networks.values import Floats, Ints


@dataclass(frozen=True, eq=False)
class Logit:
    """coefficients and standard errors (k,) in log-odds, log-likelihood, and cells."""

    coefficients: Floats
    errors: Floats
    likelihood: float
    cells: int


def logit(design: Floats, outcome: Floats) -> Logit:
    """Maximum likelihood by Newton's method; design (cells, k), outcome (cells,) 0 or 1.

    For dyad-independent terms this is the exact ERGM or STERGM estimate. Raises SurveyError
    when the outcome can be told exactly from the design (no finite estimate exists).

    >>> found = logit(np.ones((4, 1)), np.array([1.0, 0.0, 0.0, 0.0]))
    >>> round(float(found.coefficients[0]), 6)
    -1.098612
    """
    beta = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -500, 500)))
        weight = chance * (1 - chance)
        curve = design.T @ (design * weight[:, None])
        try:
            step = np.linalg.solve(curve, design.T @ (outcome - chance))
        except np.linalg.LinAlgError:
            break
        beta = beta + step
        if np.abs(step).max() < 1e-12:
            return Logit(beta, np.sqrt(np.diag(np.linalg.inv(curve))),
                         _likelihood(design @ beta, outcome), len(outcome))  # fmt: skip
        if np.abs(beta).max() > 40:
            break
    raise SurveyError("the outcome can be told exactly from these terms: no finite estimate")


def _likelihood(line: Floats, outcome: Floats) -> float:
    return float((outcome * line - np.logaddexp(0, line)).sum())


@dataclass(frozen=True)
class Term:
    """One reason: log-odds, standard error, p under renaming, and plain shares behind it.

    with_term and without_term are (hits, cells): outcomes among cells that have the term (above
    its median when it is a number) and among the others.
    """

    name: str
    value: float
    error: float
    p: float
    with_term: tuple[int, int]
    without_term: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Model:
    """A formation or persistence model: its constant and its terms."""

    constant: float
    constant_error: float
    terms: tuple[Term, ...]
    cells: int
    hits: int


def separable(
    size: int,
    pairs: Ints,
    outcome: Ints,
    terms: Mapping[str, Floats],
    *,
    permutations: int = 1_000,
    seed: int = 1,
) -> Model:
    """Formation (pairs untied before, outcome 1 = new) or persistence (tied before, 1 = kept).

    pairs (c, 2), outcome (c,), each term (n, n) symmetric. Terms without variation, or that
    tell the outcome exactly, are left out. p renames the organisations in one term at a time
    and compares the score statistic, so dependence between an organisation's ties is respected.
    Source: Krivitsky & Handcock 2014 (separable temporal ERGM, dyad-independent terms).

    >>> pairs = np.array([[0, 1], [0, 2], [1, 2], [0, 3]])
    >>> found = separable(4, pairs, np.array([1, 0, 0, 0]), {})
    >>> round(found.constant, 6), found.hits, found.cells
    (-1.098612, 1, 4)
    """
    a, b = pairs[:, 0], pairs[:, 1]
    y = outcome.astype(np.float64)
    useful = {name: x[a, b] for name, x in terms.items() if len(y) and x[a, b].std() > 1e-12}
    while True:
        design = np.column_stack([np.ones(len(y)), *useful.values()])
        try:
            fit = logit(design, y)
            break
        except SurveyError:
            if not useful:
                return Model(float("nan"), float("nan"), (), len(y), int(y.sum()))
            useful.pop(_most_telling(useful, y))
    found = [
        Term(name, float(fit.coefficients[k]), float(fit.errors[k]),
             _renamed(size, pairs, y, design, k, terms[name], permutations, seed),
             *_shares(useful[name], y))
        for k, name in enumerate(useful, start=1)
    ]  # fmt: skip
    return Model(
        float(fit.coefficients[0]), float(fit.errors[0]), tuple(found), len(y), int(y.sum())
    )


def _most_telling(useful: Mapping[str, Floats], y: Floats) -> str:
    if y.std() == 0:
        return next(iter(useful))
    return max(useful, key=lambda name: abs(np.corrcoef(useful[name], y)[0, 1]))


def _shares(x: Floats, y: Floats) -> tuple[tuple[int, int], tuple[int, int]]:
    cut = x > (0.5 if set(np.unique(x)) <= {0.0, 1.0} else np.median(x))
    cut = cut if cut.any() and not cut.all() else x >= x.max()
    return (int(y[cut].sum()), int(cut.sum())), (int(y[~cut].sum()), int((~cut).sum()))


def _renamed(
    size: int, pairs: Ints, y: Floats, design: Floats, place: int, term: Floats,
    permutations: int, seed: int,
) -> float:  # fmt: skip
    others = np.delete(design, place, axis=1)
    try:
        base = logit(others, y)
    except SurveyError:
        return float("nan")
    chance = 1 / (1 + np.exp(-(others @ base.coefficients)))
    left, weight = y - chance, chance * (1 - chance)
    solve = np.linalg.pinv(others.T @ (others * weight[:, None])) @ (others * weight[:, None]).T
    observed = _score(design[:, place], left, weight, others, solve)
    random, beyond = np.random.default_rng(seed), 0
    for _ in range(permutations):
        order = random.permutation(size)
        x = term[order[pairs[:, 0]], order[pairs[:, 1]]]
        beyond += _score(x, left, weight, others, solve) >= observed - 1e-12
    return (1 + beyond) / (permutations + 1)


def _score(x: Floats, left: Floats, weight: Floats, others: Floats, solve: Floats) -> float:
    clean = x - others @ (solve @ x)
    spread = float((clean**2 * weight).sum())
    return abs(float(clean @ left)) / spread**0.5 if spread > 1e-12 else 0.0
