"""Text tables to typed, coded, pseudonymised tables, with a ledger that closes."""
