"""Directory: organisations, people, roles, calendar on the desk."""
