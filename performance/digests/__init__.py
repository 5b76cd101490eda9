"""Digests by e-mail when a period is closed: who asked for one, and sending each once."""
