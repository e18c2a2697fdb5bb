"""Composition only: settings, addresses, servers, the `parkloop` command."""
