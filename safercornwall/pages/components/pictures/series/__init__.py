"""The chart of a series: what a page of an indicator shows where no script runs."""
