"""The rooms of the house, one folder an app; their order is declared in import-linter's contracts."""
