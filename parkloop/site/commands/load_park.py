"""`parkloop load-park`: the same as `parkloop park load`, the name people look for first."""

from parkloop.site.commands.park import load as command

__all__ = ["command"]
