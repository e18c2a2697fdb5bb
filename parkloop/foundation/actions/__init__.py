"""Actions of the ground: one verb a file. The machinery (registry, errors, stale check) is in `parkloop.foundation.acting`."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every verb, so that it is registered."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
