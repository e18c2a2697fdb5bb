"""The HTTP API: endpoints, schemas and parameters made from resources and action signatures."""
