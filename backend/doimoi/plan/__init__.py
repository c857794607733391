"""The ward's plan as it is written: every sentence addressable as a clause, what the text lacks kept as a visible gap,
and the periods in which its targets are reported."""
