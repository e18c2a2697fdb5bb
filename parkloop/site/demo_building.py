"""Builds the demo's data in a folder of its own: run as a process by `parkloop demo`, with the settings of that folder.

Nothing here is seen until the parent process puts the finished folder in place, so a killed build leaves nothing behind.
"""

import json
import os
import sys
from pathlib import Path

from parkloop.site import starting
from parkloop.site.starting import err, fail

PASSWORD = "parkloop-demo"


def build() -> None:
    """Migrate, load the park, add the cast, replay the steps, up to the demo's date."""
    starting.start_django()
    from django.conf import settings

    from parkloop.foundation import clock, park_loading, sealing, standing
    from parkloop.site import demo_steps, preparing

    settings.PASSWORD_HASHERS = ["parkloop.site.quick_hasher.QuickHasher"]
    pack = park_loading.read(Path(settings.PARKLOOP_PARKS) / settings.PARKLOOP_PARK)
    with err.status("Preparing the database"):
        preparing.prepare_database()
    with clock.fixed(pack.manifest.valid_from), err.status(f"Loading the park {pack.manifest.id}"):
        loaded = park_loading.load(standing.system_person(), pack)
        people = demo_steps.add_cast(pack, os.environ.get("PARKLOOP_DEMO_PASSWORD") or PASSWORD)
    demo_steps.settle(pack.manifest.valid_from)
    err.print(f"Loaded {len(loaded.published)} definitions and {people} people of the park {pack.manifest.id}.")
    for line in loaded.lines:
        err.print(f"  {line}", markup=False)
    steps = _replay(pack)
    if pack.manifest.demo:
        demo_steps.settle(pack.manifest.demo.today)
    sealed = sealing.seal_all()
    err.print(
        f"Replayed {steps} steps of the demo; {sealed} journal entries sealed, chain head {sealing.chain_head()}."
    )
    preparing.finish_database()


def _replay(pack: object) -> int:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from parkloop.site import demo_steps

    columns = (TextColumn("Replaying the demo"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[day]}"))
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("steps", total=None, day="")
        return demo_steps.replay(
            pack,  # type: ignore[arg-type]
            lambda done, total, step: bar.update(task, completed=done, total=total, day=step.on.isoformat()),
        )


def main() -> None:
    """Entry of the process; foreseeable trouble ends with a sentence and exit code 2."""
    from parkloop.adapters.park_folder import ParkFolderError
    from parkloop.packs import BadPack

    try:
        build()
    except BadPack as bad:
        starting.tell_faults(bad)
    except ParkFolderError as error:
        fail(error.message["en"])
    except Exception as error:
        if type(error).__name__ != "StepError":
            raise
        fail(f"the demo's story does not work: {error}")


def settings_of_demo(park: str, today: str) -> dict[str, str]:
    """What commands in the demo's folder run with."""
    return {"PARKLOOP_DEMO": "1", "PARKLOOP_PARK": park, "PARKLOOP_TODAY": today}


def write_settings(folder: Path, values: dict[str, str]) -> None:
    """Keep the demo's settings beside its data."""
    (folder / starting.DEMO_FILE).write_text(json.dumps(values, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
