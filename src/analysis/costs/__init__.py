"""Scenarios of line items, payers, ranges and published figures."""
