"""Lists: columns, filters, the list as a query, its page, what a person prefers."""
