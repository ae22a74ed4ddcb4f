"""What may be shown: suppression per edition."""
