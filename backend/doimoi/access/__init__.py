"""Who may do what, for which units: people and their sessions, keys of tools, roles, and the policies of the database.

Everything that decides about reach stands here. A part of the product that wants to know whether somebody may do
something asks this folder, and the database refuses on its own what the folder forgot.
"""
