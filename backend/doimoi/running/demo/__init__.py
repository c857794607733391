"""A ward of sample data: everything in it is made up, made through the same functions that people use.

Each feature has one function in this folder, named in `start.FEATURES`. Each adds only what is missing, so that a
start that was killed is finished by the next one.
"""

from doimoi.running.demo.start import CALENDAR, fill

__all__ = ["CALENDAR", "fill"]
