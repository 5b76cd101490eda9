"""How fast uploads are, against the quickest way there is: `make bench`. Not a test, and no part of the planner."""
