"""What pages of the plan show: rows grouped, sorted and put into words."""
