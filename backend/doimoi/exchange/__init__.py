"""The integrators' door: approved figures as lines of JSON or as a sheet, each with where it came from and who
answers for it."""
