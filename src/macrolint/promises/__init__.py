"""Promises: the words of their grammar, the times they name, and how they are found in a text."""
