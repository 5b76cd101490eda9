"""Whether the planner is well: checks that each app adds to, what was last seen of what runs by itself, and the addresses for probes."""
