"""The use-cases of surveys: rounds, their results, the taking of answers, and the printed sheet."""
