"""Settings for each place the planner runs in.

`demo` is what `make run` serves and what `manage.py` uses unless told otherwise,
`production` is what the server starts with unless told otherwise, and `test` is for
the tests. All three begin with `base`.
"""
