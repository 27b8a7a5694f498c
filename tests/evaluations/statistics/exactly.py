"""The same statistics once more, in another way: exact fractions, and t by integrating its density.

Nothing here is shared with the product: sums are of fractions, roots by Python's own integers, the
quantile by bisection of Simpson's rule over the substitution x = √f · tan u, which is smooth.
"""

import math
from fractions import Fraction
from functools import cache


def root(value):
    """The square root of a fraction, to some forty digits."""
    scale = 10**40
    return Fraction(math.isqrt(value.numerator * scale**2 // value.denominator), scale)


def changes(before, after):
    return [
        (Fraction(first), Fraction(second))
        for first, second in zip(before, after, strict=True)
        if first is not None and second is not None
    ]


def paired(before, after):
    """``{name: value}`` as the door says it; values are fractions or None."""
    both = changes(before, after)
    n = len(both)
    found = dict.fromkeys(
        ("mean_before", "mean_after", "mean_change", "sd_change", "ci95", "standardized_change")
    )
    if n:
        differences = [second - first for first, second in both]
        mean = sum(differences) / n
        found["mean_before"] = sum(first for first, _ in both) / n
        found["mean_after"] = sum(second for _, second in both) / n
        found["mean_change"] = mean
    if n > 1:
        sd = root(sum((value - mean) ** 2 for value in differences) / (n - 1))
        half = Fraction(quantile(n - 1)) * sd / root(Fraction(n))
        found["sd_change"] = sd
        found["ci95"] = (mean - half, mean + half)
        found["standardized_change"] = mean / sd if sd else None
    return {"n": n, **found}


def alpha(rows):
    """``(n, alpha)`` by covariances: k² · mean covariance / the whole matrix."""
    complete = [[Fraction(value) for value in row] for row in rows if None not in row]
    n, k = len(complete), len(complete[0]) if complete else 0
    if n < 2 or k < 2:
        return n, None
    means = [sum(row[i] for row in complete) / n for i in range(k)]
    matrix = [
        [
            sum((row[i] - means[i]) * (row[j] - means[j]) for row in complete) / (n - 1)
            for j in range(k)
        ]
        for i in range(k)
    ]
    whole = sum(map(sum, matrix))
    if not whole:
        return n, None
    between = whole - sum(matrix[i][i] for i in range(k))
    return n, k**2 * (between / (k * (k - 1))) / whole


@cache
def quantile(freedom):
    """The 97.5 % quantile of Student's t."""
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, freedom) < 0.475 else (low, middle)
    return math.sqrt(freedom) * math.tan(low)


def _below(angle, freedom, steps=400):
    """The share of t between 0 and √f · tan(angle): ∫ cos^(f-1), divided by its whole."""
    constant = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2))
    width = angle / steps
    terms = (
        (1 if step in (0, steps) else 4 if step % 2 else 2)
        * math.cos(step * width) ** (freedom - 1)
        for step in range(steps + 1)
    )
    return constant / math.sqrt(math.pi) * math.fsum(terms) * width / 3
