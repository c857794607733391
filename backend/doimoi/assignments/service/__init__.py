"""The use-cases of assignments: giving, working, deciding, finding, showing, importing an annex, one's own work."""
