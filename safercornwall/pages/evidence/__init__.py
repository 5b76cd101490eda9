"""The list of evidence across the plan, and the pages on which it is edited."""
