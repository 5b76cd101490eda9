"""One file, one flag."""
