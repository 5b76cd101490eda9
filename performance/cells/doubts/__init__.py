"""What is doubted of values that can be read, for a person to look at again: the rules, and the rows they find."""
