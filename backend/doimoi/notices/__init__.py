"""What somebody must be told: one line for one person about one thing that happened, and whether it was read."""
