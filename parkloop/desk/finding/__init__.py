"""Search: the index kept with every change, and asking it within a person's scopes."""
