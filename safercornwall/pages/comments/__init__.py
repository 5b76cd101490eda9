"""Writing a comment on a record, and withdrawing one."""
