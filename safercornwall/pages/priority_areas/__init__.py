"""The list of priority areas across the plan, and the pages on which they are edited."""
