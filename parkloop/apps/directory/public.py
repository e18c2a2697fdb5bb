"""What other rooms may use of the directory: id sets and the question whether contact data may be seen."""

from parkloop.apps.directory.policy import own_organisations, sees_contact

__all__ = ["own_organisations", "sees_contact"]
