"""Sheets: export of what is seen, import with staging, preview and error sheet."""
