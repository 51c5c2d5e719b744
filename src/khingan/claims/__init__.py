"""Claims: who states which figure, which statements disagree, and what may be concluded from them."""

from khingan.claims.conflicts import ConflictGroup, conflict_groups, rivals
from khingan.claims.estimate import Component, Estimate, estimate
from khingan.claims.explain import Explanation, Sum, explain
from khingan.claims.model import Claim, ClaimClass, ClaimSet, Source
from khingan.claims.reader import load_claims, read_claims
from khingan.claims.trace import Trace, trace

__all__ = [
    "Claim",
    "ClaimClass",
    "ClaimSet",
    "Component",
    "ConflictGroup",
    "Estimate",
    "Explanation",
    "Source",
    "Sum",
    "Trace",
    "conflict_groups",
    "estimate",
    "explain",
    "load_claims",
    "read_claims",
    "rivals",
    "trace",
]
