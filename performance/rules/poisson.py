"""Exact limits of a Poisson count, from its own sums: no library is needed for a sum of a few hundred terms."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

# Byar's approximation is within 0.1% of the exact limits long before this (APHO's tool turns to it here as well).
MOST_EXACT = 389


@lru_cache(maxsize=4096)
def exact_limits(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The lowest and the highest mean that a count of `count` is still likely under (Garwood 1936).

    Under the lower limit so high a count has a chance of half of 1 − `confidence`, under the upper one so low a count.
    From 389 on they are Byar's. Raises ValueError for a count below zero.
    """
    if count < 0:
        raise ValueError("A count is never below zero.")
    if count >= MOST_EXACT:
        return byar_limits(count, confidence)
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else _solve(lambda mean: 1 - _at_most(count - 1, mean) - tail, count)
    return low, _solve(lambda mean: tail - _at_most(count, mean), count)


def byar_limits(count: float, confidence: float = 0.95) -> tuple[float, float]:
    """Byar's approximation to the exact limits (Breslow and Day 1987, page 69). `count` is above zero."""
    z, more = deviate(confidence), count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    return low, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


@lru_cache(maxsize=16)
def deviate(confidence: float) -> float:
    """How many standard deviations reach around so much of a normal distribution: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _at_most(count: int, mean: float) -> float:
    """The chance of a count of at most `count`. The terms are added from the largest down, as far as they matter."""
    if mean <= 0:
        return 1.0
    top = min(count, int(mean))
    first = exp(top * log(mean) - mean - lgamma(top + 1))
    total = term = first
    for k in range(top, 0, -1):
        term *= k / mean
        total += term
        if term < total * 1e-17:
            break
    term = first
    for k in range(top + 1, count + 1):
        term *= mean / k
        total += term
        if term < total * 1e-17:
            break
    return min(total, 1.0)


def _solve(rising, count: int) -> float:
    """Where a function that rises with the mean crosses zero."""
    low, high = 0.0, count + 10 * sqrt(count + 1) + 10
    while high - low > 1e-10 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
