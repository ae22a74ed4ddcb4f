"""One reader per kind of delivery: file to text table, nothing judged."""
