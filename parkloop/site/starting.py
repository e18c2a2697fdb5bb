"""What every command does first: find out which installation this is, start Django, and say what went wrong in one sentence.

A folder prepared by `parkloop demo` carries `demo.json`; commands run there work on the demo without further settings.
"""

import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from rich.console import Console

HOME = Path(__file__).resolve().parents[2]
BAD_INPUT = 2
DEMO_FILE = "demo.json"
F = TypeVar("F", bound=Callable[..., Any])

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def var_folder() -> Path:
    """The folder of data: `PARKLOOP_VAR`, else `var` beside the program."""
    return Path(os.environ.get("PARKLOOP_VAR") or HOME / "var").absolute()


def parks_folder() -> Path:
    """The folder of parks: `PARKLOOP_PARKS`, else `parks` beside the program."""
    return Path(os.environ.get("PARKLOOP_PARKS") or HOME / "parks").absolute()


def fail(message: str, code: int = BAD_INPUT) -> NoReturn:
    """One sentence on stderr, and the end."""
    err.print(f"parkloop: {message}", style="red", markup=False)
    sys.exit(code)


def demo_settings() -> dict[str, str]:
    """What the demo in the folder of data was made with (PARKLOOP_… → value); empty when there is none."""
    try:
        values = json.loads((var_folder() / DEMO_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {}


def choose_installation() -> None:
    """Settings of a demo folder are taken unless production secrets are given; must run before Django's settings are read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parkloop.site.settings.base")
    if os.environ.get("PARKLOOP_SECRET"):
        return
    for name, value in demo_settings().items():
        os.environ.setdefault(name, value)


def start_django() -> None:
    """Read the settings and load the apps; a missing secret or a wrong setting ends with one sentence."""
    choose_installation()
    import django
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    try:
        django.setup()
    except (ImproperlyConfigured, EnvError) as error:
        fail(f"the settings do not hold: {error}")


def explained(function: F) -> F:
    """Decorate a command: foreseeable trouble (database, refused action, faulty park, disk) ends with a sentence, not a trace."""

    @wraps(function)
    def run(*args: Any, **options: Any) -> Any:
        start_django()
        from django.db import DatabaseError

        from parkloop.adapters.park_folder import ParkFolderError
        from parkloop.adapters.snapshots import SnapshotError
        from parkloop.foundation.acting import ActionError
        from parkloop.packs import BadPack

        try:
            return function(*args, **options)
        except ActionError as error:
            fail(str(error))
        except (ParkFolderError, SnapshotError) as error:
            fail(error.message[_language()])
        except BadPack as error:
            tell_faults(error)
        except DatabaseError as error:
            fail(f"the database did not answer as expected ({_first_line(error)}). Run `parkloop doctor`.", 1)
        except OSError as error:
            fail(f"{error.filename or 'the disk'}: {error.strerror or error}", 1)

    return run  # type: ignore[return-value]


def tell_faults(bad: Any) -> NoReturn:
    """Every fault of a park's files with its place."""
    for fault in bad.errors:
        err.print(f"{fault.place}: {fault.message[_language()]}", markup=False)
    fail(f"the park was not loaded: {len(bad.errors)} faults in its files.")


def _language() -> str:
    tongue = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if tongue.startswith("zh") else "en"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
