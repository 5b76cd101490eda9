"""Several machines, as far as one machine goes: a primary and a replica, a pool, web processes and workers behind a proxy."""
