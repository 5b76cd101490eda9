"""The planner under test, served as `make run` serves it: a thread of the server works on uploads."""

from safercornwall.settings.test import *  # noqa: F403

UPLOADS_WORKER = "thread"
