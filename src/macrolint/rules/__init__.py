"""Rules: data files that say what to look for, why, and in which sentences it is fine."""
