"""Documents: files of organisations, attached to anything a person can point at."""
