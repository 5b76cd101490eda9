"""The pages of themes: the list, and one theme part by part as the assessment prints it."""
