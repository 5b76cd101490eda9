"""The demo's planner with workers of their own, as a server has them: what is drilled is killed, and comes back."""

from safercornwall.settings.demo import *

UPLOADS_WORKER = "command"
