"""What pages of projects show: rows grouped, sorted and put into words."""
