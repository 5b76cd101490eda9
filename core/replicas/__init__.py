"""Pages that may be some seconds old are read from streaming replicas of the database, where any is configured.

A page is read from one server as a whole, and from the primary wherever a replica cannot or must not answer.
"""
