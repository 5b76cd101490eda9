#!/usr/bin/env python3
"""Commands of the planner: `python manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safercornwall.settings.demo")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as why:
        # Whoever sets it up needs the sentence, not where in the code it stands.
        sys.exit(f"fail  Settings: {why}")
