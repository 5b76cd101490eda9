"""What is taken away: lists as workbooks and as CSV, with the rows and filters of their pages."""
