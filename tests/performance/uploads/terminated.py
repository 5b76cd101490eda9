"""Stands in for the reading process, and is ended as by a restart of the planner."""

import os
import signal

if __name__ == "__main__":
    os.kill(os.getpid(), signal.SIGTERM)
