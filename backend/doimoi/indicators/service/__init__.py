"""The use-cases of values: finding and saving, the moves of review, and the readings that pages ask for."""
