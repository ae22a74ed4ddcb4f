"""Secondary suppression: what else has to be hidden, so that no hidden count follows from the counts that are shown."""
