"""The trail: who changed what in the ward, when and why, told in names and codes instead of ids.

Rows are written by the database with each change. This folder only reads them.
"""
