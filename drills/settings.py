"""The demo's planner with workers of their own, as a server has them: what is drilled is killed, and comes back."""

from safercornwall.settings.base import replicas
from safercornwall.settings.demo import *
from safercornwall.settings.demo import DATABASES

UPLOADS_WORKER = "command"

DATABASES = {**DATABASES, **(REPLICATED := replicas())}
REPLICAS = tuple(REPLICATED)
