"""Reminders by e-mail of figures that are due. `manage.py send_reminders`, which a scheduler runs, sends them."""
