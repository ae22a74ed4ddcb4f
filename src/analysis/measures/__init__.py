"""What is: counts, rates and associations."""
