"""One machine for lists, details, forms, import, export, HTTP API, navigation and search. It knows no app."""
