"""The ward's own directory: its units, the people who work in them, their roles, and the keys of tools.

Only an administrator changes it, and only inside the units that they act for.
"""
