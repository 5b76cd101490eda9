"""What gathering pages show: rows grouped, sorted and put into words."""
