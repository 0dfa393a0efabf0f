"""Principal components of a vote table without ever filling in the missing votes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.linalg import eigh
from scipy.sparse.linalg import LinearOperator, eigsh

from civicmetrics.consensus.votes import Flags, Floats, Ints, VoteTable

DENSE = 2**18  # multiplications that beat an iteration, and that BLAS does in one thread
FEW = 8  # people or statements: too few for an iteration
PATIENCE = 8  # steps from the last components before starting afresh


@dataclass(frozen=True, eq=False)
class Components:
    """The two main directions in which answers differ.

    `means` (M,) mean vote per statement; `axes` (2, M) unit vectors, zero where there is none;
    `strengths` (2,) their eigenvalues of Y'Y (squared votes), falling.
    """

    means: Floats
    axes: Floats
    strengths: Floats


def centred(table: VoteTable, used: Flags | None = None) -> tuple[Floats, "sp.csr_array[Any]"]:
    """Statement means (M,), and votes minus means as a sparse (N, M) matrix.

    Filling a missing vote with the column's mean leaves that mean where it was, so the filled and
    centred matrix is zero wherever nobody voted: sparse. Statements not `used` (M,) become zero
    for everybody. Source: the identity behind Polis' mean imputation (Small et al. 2021, Recerca 26).

    >>> means, votes = centred(VoteTable.of([("a", 1, 1), ("b", 1, -1), ("b", 2, 1)]))
    >>> means.tolist(), votes.toarray().tolist()
    ([0.0, 1.0], [[1.0, 0.0], [-1.0, 0.0]])
    """
    width = table.shape[1]
    cast = np.bincount(table.columns, minlength=width)
    total = np.bincount(table.columns, weights=table.values, minlength=width)
    means = total / np.maximum(cast, 1)
    if used is not None:
        means[~used] = 0.0
    deviations = table.values - means[table.columns]
    if used is not None:
        deviations[~used[table.columns]] = 0.0
    return means, sp.csr_array((deviations, table.columns, table.starts), shape=table.shape)


def principal_components(
    table: VoteTable,
    *,
    used: Flags | None = None,
    start: Floats | None = None,
    tolerance: float = 0.0,
) -> Components:
    """The first two principal components of the mean-filled votes.

    `start` (2, M) are components of an earlier state of the table: a few steps from there usually
    do. `tolerance` is the accepted relative error of the eigenvalue equation, 0 for machine
    precision. The sign of each axis is chosen so that the sum of its cubes is not negative.
    Deterministic.

    >>> votes = [(p, s, 1 if p < 2 else -1) for p in range(4) for s in range(3)]
    >>> principal_components(VoteTable.of(votes)).axes.round(3)[0].tolist()
    [0.577, 0.577, 0.577]
    """
    means, votes = centred(table, used)
    strengths, axes = leading(votes, start=start, tolerance=tolerance)
    return Components(means, axes, strengths)


def leading(
    votes: "sp.csr_array[Any]", *, start: Floats | None = None, tolerance: float = 0.0
) -> tuple[Floats, Floats]:
    """The two largest eigenvalues (2,) of Y'Y and their unit vectors (2, M); zeros where rank is lower.

    >>> leading(sp.csr_array([[3.0, 0.0], [0.0, 4.0]]))[0].tolist()
    [16.0, 9.0]
    """
    if not votes.data.any():
        values, vectors = np.zeros(2), np.zeros((2, votes.shape[1]))
    elif min(votes.shape) < FEW or votes.shape[0] * votes.shape[1] * min(votes.shape) <= DENSE:
        values, vectors = _dense(votes.toarray().astype(float))
    else:
        values, vectors = _iterated(votes, start, tolerance)
    values = np.maximum(values, 0.0)
    vectors[values <= 1e-12 * max(1.0, float(votes.nnz))] = 0.0
    return values, vectors * np.where((vectors**3).sum(axis=1) < 0, -1.0, 1.0)[:, None]


def _dense(votes: Floats) -> tuple[Floats, Floats]:
    """Through the smaller of Y'Y and YY'."""
    tall = votes.shape[0] >= votes.shape[1]
    product = votes.T @ votes if tall else votes @ votes.T
    best = len(product) - min(2, len(product)), len(product) - 1
    values, found = eigh(product, subset_by_index=best, check_finite=False)
    axes, strengths = np.zeros((2, votes.shape[1])), np.zeros(2)
    strengths[: len(values)] = values[::-1]
    axes[: len(values)] = found.T[::-1] if tall else found.T[::-1] @ votes
    lengths = np.sqrt((axes**2).sum(axis=1, keepdims=True))
    return strengths, np.divide(axes, lengths, out=axes, where=lengths > 0)


def _iterated(
    votes: "sp.csr_array[Any]", start: Floats | None, tolerance: float
) -> tuple[Floats, Floats]:
    transposed = votes.T
    if start is not None and start.any():
        found = _improved(votes, start.T.astype(votes.dtype), max(tolerance, 1e-9))
        if found is not None:
            return found
    width = votes.shape[1]

    def times(x: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(transposed @ (votes @ x.ravel()))

    first = np.random.default_rng(0).normal(size=width).astype(votes.dtype)
    values, vectors = eigsh(
        LinearOperator((width, width), matvec=times, dtype=votes.dtype),
        k=2, which="LA", tol=tolerance, v0=first, ncv=10 if tolerance else None,
    )  # fmt: skip
    return values[::-1].astype(float), vectors[:, ::-1].T.astype(float)


def _improved(
    votes: "sp.csr_array[Any]", block: npt.NDArray[Any], tolerance: float
) -> tuple[Floats, Floats] | None:
    """Subspace iteration with Rayleigh-Ritz from a good guess; None if it does not settle."""
    transposed = votes.T
    for _ in range(PATIENCE):
        block = np.linalg.qr(block)[0]
        moved = transposed @ (votes @ block)
        values, turn = np.linalg.eigh(block.T @ moved)
        turn = turn[:, ::-1]
        ritz, values = block @ turn, values[::-1]
        miss = np.linalg.norm(moved @ turn - ritz * values, axis=0)
        if (miss <= tolerance * max(float(values[0]), 1e-300)).all():
            return values.astype(float), ritz.T.astype(float)
        block = moved
    return None


def project(
    votes: "sp.csr_array[Any]", axes: Floats, answered: Ints, width: int, *, shrink: float = 0.0
) -> Floats:
    """Where each participant stands, (N, 2): p_i = sqrt(M / n_i) * n_i / (n_i + shrink) * Y_i V.

    The root keeps those who answered little from gathering in the middle; the shrinkage keeps the
    few answers of a newcomer from throwing them to the edge. `answered` (N,) is n_i and `width` M.

    >>> project(sp.csr_array([[1.0, 0.0]]), np.eye(2), np.array([1]), 4).tolist()
    [[2.0, 0.0]]
    """
    counted = np.maximum(answered, 1)
    scale = np.sqrt(width / counted) * (counted / (counted + shrink))
    return np.asarray(votes @ axes.T.astype(votes.dtype), float) * scale[:, None]
