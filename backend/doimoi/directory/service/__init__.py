"""The use-cases of the directory: units, people, keys."""
