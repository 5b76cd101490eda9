"""A signal that Django does not have: one statement wrote many rows."""

from django.dispatch import Signal

# The sender is the model. `pks` are the rows, and the transaction that wrote them is still open.
rows_written = Signal()
