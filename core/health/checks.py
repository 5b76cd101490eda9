"""The checks of an installation. Each app adds its own when it is ready; /readyz asks the quick ones, `manage.py doctor` all.

add_check("backups", age_of_backup, quick=True)
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import Error

logger = logging.getLogger(__name__)


class Health(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


ORDER = list(Health)


@dataclass(frozen=True)
class HealthFinding:
    """What a check found: a plain sentence, and what to do about it. Neither holds a secret."""

    health: Health
    says: str
    mend: str = ""


def ok(says: str) -> HealthFinding:
    return HealthFinding(Health.OK, says)


def warn(says: str, mend: str) -> HealthFinding:
    return HealthFinding(Health.WARN, says, mend)


def fail(says: str, mend: str) -> HealthFinding:
    return HealthFinding(Health.FAIL, says, mend)


Look = Callable[[], HealthFinding | list[HealthFinding]]


@dataclass(frozen=True)
class HealthCheck:
    """`look` says how it is. With `stops_serving` a failure makes the planner unfit to serve; else /readyz calls it a warning."""

    name: str
    look: Look
    quick: bool
    stops_serving: bool
    needs_database: bool


_checks: dict[str, HealthCheck] = {}


def add_check(
    name: str,
    look: Look,
    *,
    quick: bool = False,
    stops_serving: bool = False,
    needs_database: bool = True,
) -> None:
    _checks[name] = HealthCheck(name, look, quick, stops_serving, needs_database)


def examine(*, quick: bool = False) -> Iterator[tuple[HealthCheck, HealthFinding]]:
    """Each check with what it finds, in the order in which they were added. Nothing that one raises stops the others."""
    reached = True
    for check in list(_checks.values()):
        if quick and not check.quick:
            continue
        if check.needs_database and not reached:
            continue
        for finding in _look(check):
            if check.name == DATABASE and finding.health is Health.FAIL:
                reached = False
            yield check, finding


# Where it fails, nothing is asked that needs it.
DATABASE = "database"


def _look(check: HealthCheck) -> list[HealthFinding]:
    try:
        found = check.look()
    except Error as why:
        logger.info("The check %r could not ask the database: %s", check.name, why)
        mend = "Mend what else is wrong first, the migrations above all, and look again."
        return [_not_looked_at(check, why, mend)]
    except Exception as why:
        logger.exception("The check %r failed.", check.name)
        mend = "The log says why. Tell whoever looks after the planner's code."
        return [_not_looked_at(check, why, mend)]
    return found if isinstance(found, list) else [found]


def _not_looked_at(check: HealthCheck, why: Exception, mend: str) -> HealthFinding:
    health = Health.FAIL if check.stops_serving else Health.WARN
    return HealthFinding(health, f"This could not be looked at: {type(why).__name__}.", mend)


def worst(found: list[Health]) -> Health:
    return max(found, key=ORDER.index, default=Health.OK)
