"""What may be said: change, intervals, tests, corrections."""
