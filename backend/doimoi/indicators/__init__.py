"""The ward's indicators (chỉ tiêu): what each one counts, what the plan asks of it, what was reached and by whose
word. A value is entered by a unit for a period, as a numerator and a denominator wherever it is a percent, reviewed
by somebody else, and then judged by rule against the period's plan and the 2030 target."""
