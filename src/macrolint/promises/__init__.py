"""Promises: what a message says that our side will do, and by when."""
