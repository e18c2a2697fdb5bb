"""Sentences about the command line, the servers, the demo, backup and restore. Commands run as processes, as people run them."""
