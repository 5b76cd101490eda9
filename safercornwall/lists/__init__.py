"""The lists of the planner: what each noun can be narrowed by, its columns and their order, for pages and exports alike."""
