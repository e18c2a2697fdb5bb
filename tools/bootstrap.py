"""Makes `.venv` ready for `make run`, `make setup` and `make test`: the only file that runs before anything is installed.

Standard library only. It creates the environment, installs the hashed locks with uv, links the project and compiles the
message catalogues. What it does not do: prepare data (that is `parkloop demo`) or run tests (that is `tools/run_tests.py`).
A second run compares two hashes and returns at once, without network.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11")
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / ".unfinished"
STAMP = VENV / ".ready.json"
LAYOUT = 1
LOCKS = {"base": ROOT / "requirements" / "base.txt", "dev": ROOT / "requirements" / "dev.txt"}
UV_LOCK = ROOT / "requirements" / "uv.txt"


class SetupError(Exception):
    """Set-up cannot go on; the text says what to do, in one sentence."""


def main(arguments: list[str]) -> int:
    """Prepare the environment for `run` or `test`; exit status 1 with one sentence when that is impossible."""
    purpose = arguments[0] if arguments else "run"
    if purpose not in ("run", "test"):
        return fail("usage: python3 tools/bootstrap.py run|test")
    try:
        use_supported_python()
        with open(ROOT / ".bootstrap.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            prepare("dev" if purpose == "test" else "base")
    except SetupError as error:
        return fail(str(error))
    except KeyboardInterrupt:
        return fail("Set-up was interrupted; run the same command again and it starts cleanly.")
    return 0


def fail(sentence: str) -> int:
    """Print one sentence on standard error."""
    print(sentence, file=sys.stderr)
    return 1


def say(sentence: str) -> None:
    """Tell the person waiting what is being done now."""
    print(sentence, flush=True)


def use_supported_python() -> None:
    """Go on with a newer interpreter found on PATH when this one is too old."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            os.execv(found, [found, *sys.argv])
    raise SetupError(
        "Parkloop needs Python 3.11 or newer, and this is {}.{}; install one, or name it: make PYTHON=/path/to/python3".format(
            *sys.version_info[:2]
        )
    )


def prepare(lock_name: str) -> None:
    """Bring `.venv` to the state that the lock describes; do nothing when it is there already."""
    if not is_ready(lock_name):
        make_environment()
        UNFINISHED.touch()
        STAMP.unlink(missing_ok=True)
        install(LOCKS[lock_name])
        link_project()
        write_stamp(lock_name)
        UNFINISHED.unlink()
    compile_stale_catalogues()


# --- what is there already -------------------------------------------------------------------------------------------


def is_ready(lock_name: str) -> bool:
    """Whether the environment was finished for this very lock, in this very folder."""
    return (
        not UNFINISHED.exists()
        and os.access(PYTHON, os.X_OK)
        and read_stamp().get(lock_name) == digest(LOCKS[lock_name])
        and read_stamp().get("root") == str(ROOT)
        and read_stamp().get("layout") == LAYOUT
    )


def read_stamp() -> dict[str, object]:
    """What the last finished set-up wrote; empty when there was none or it cannot be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(lock_name: str) -> None:
    """Record atomically what was installed. The development lock contains the base lock, never the other way round."""
    names = ["base", "dev"] if lock_name == "dev" else ["base"]
    stamp: dict[str, object] = {name: digest(LOCKS[name]) for name in names}
    stamp.update(root=str(ROOT), layout=LAYOUT)
    replace_file(STAMP, json.dumps(stamp, indent=1))


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def replace_file(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old one or the whole new one."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


# --- the environment -------------------------------------------------------------------------------------------------


def make_environment() -> None:
    """Create `.venv`, or create it afresh when an earlier set-up was killed, the folder moved or its Python went away."""
    if VENV.exists() and environment_works():
        return
    if VENV.exists():
        say("Remaking .venv: an earlier set-up did not finish, or the folder or its Python moved.")
        shutil.rmtree(VENV)
    say("Creating .venv with Python {}.{} ...".format(*sys.version_info[:2]))
    ensure_venv_module()
    VENV.mkdir()
    UNFINISHED.touch()
    quietly([sys.executable, "-m", "venv", str(VENV)], "Python could not create .venv")


def environment_works() -> bool:
    """Whether `.venv` may be kept and completed: finished once, not moved, its Python and pip answer."""
    moved = read_stamp().get("root", str(ROOT)) != str(ROOT)
    if moved or UNFINISHED.exists() or not os.access(PYTHON, os.X_OK):
        return False
    question = "import pip, sys; sys.exit(sys.version_info < {!r})".format(OLDEST_PYTHON)
    return subprocess.run([str(PYTHON), "-c", question], capture_output=True).returncode == 0


def ensure_venv_module() -> None:
    """Debian and Ubuntu ship Python without its venv part: install that as root, else name the package."""
    if venv_module_works():
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if not shutil.which("apt-get"):
        raise SetupError(
            "This Python has no venv module; install the package of your system that brings it (often python3-venv)."
        )
    if os.geteuid() != 0:
        raise SetupError("This Python has no venv module; install it with: sudo apt-get install {}".format(package))
    apt_install(package)
    if not venv_module_works():
        raise SetupError("The package {} was installed, yet {} has no venv module.".format(package, sys.executable))


def venv_module_works() -> bool:
    """Ask a fresh interpreter, since a package installed a moment ago is invisible to this one."""
    return subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0


def apt_install(*packages: str) -> None:
    """Install Debian packages as root, with fresh package lists."""
    say("Installing {} with apt-get ...".format(" ".join(packages)))
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quietly(["apt-get", "update", "-q"], "apt-get could not refresh its package lists", environment)
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    quietly(command, "apt-get could not install {}".format(" ".join(packages)), environment)


def quietly(command: list[str], complaint: str, environment: dict[str, str] | None = None) -> None:
    """Run a command and show its output only if it fails."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        print(done.stdout[-4000:], file=sys.stderr)
        raise SetupError("{}; the lines above say why.".format(complaint))


# --- packages --------------------------------------------------------------------------------------------------------


def install(lock: Path) -> None:
    """Install one hashed lock: uv by pip, the rest by uv, or by pip itself where uv cannot use pip's configuration."""
    say("Installing {} (a minute on the first run) ...".format(lock.relative_to(ROOT)))
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    quietly([*pip, str(UV_LOCK)], "pip could not install uv: check the network and pip's configuration")
    uv = [
        str(VENV / "bin" / "uv"),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(PYTHON),
        "--require-hashes",
        "-r",
        str(lock),
    ]
    if subprocess.run(uv, cwd=ROOT, env=uv_environment(), stderr=subprocess.PIPE).returncode == 0:
        return
    say("uv could not install the lock; trying once more with pip ...")
    quietly([*pip, str(lock)], "The packages could not be installed: check the network and pip's configuration")


def uv_environment() -> dict[str, str]:
    """The environment for uv: pip's index, certificates and proxy under uv's names. What is set for uv already wins."""
    listing = subprocess.run([str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    settings = pip_settings(listing)
    wanted = {
        "UV_DEFAULT_INDEX": settings.get("index-url"),
        "UV_INDEX": settings.get("extra-index-url"),
        "UV_FIND_LINKS": comma_separated(settings.get("find-links")),
        "UV_INSECURE_HOST": settings.get("trusted-host"),
        "UV_NO_INDEX": "1" if settings.get("no-index", "").lower() in ("1", "true", "yes", "on") else None,
        "SSL_CERT_FILE": settings.get("cert"),
        "ALL_PROXY": settings.get("proxy"),
        # Every file is pinned by its hash, so the best match over several indexes is as safe as the first.
        "UV_INDEX_STRATEGY": "unsafe-best-match" if settings.get("extra-index-url") else None,
    }
    return {**{name: value for name, value in wanted.items() if value}, **os.environ}


def pip_settings(listing: str) -> dict[str, str]:
    """Read `pip config list` into {option: value}; later lines (site, then environment) win, as they do in pip."""
    settings = {}
    for line in listing.splitlines():
        match = re.fullmatch(r"(?:global|install|:env:)\.([\w-]+)=(.*)", line.strip())
        if match:
            value = ast.literal_eval(match.group(2))
            settings[match.group(1)] = " ".join(str(value).split())
    return settings


def comma_separated(words: str | None) -> str | None:
    """uv separates places to look in by commas, pip by white space."""
    return words and ",".join(words.split())


# --- the project itself ----------------------------------------------------------------------------------------------


def link_project() -> None:
    """Make the package importable and write `.venv/bin/parkloop`; no build backend and no network are needed for that."""
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(
        subprocess.run([str(PYTHON), "-c", question], capture_output=True, text=True, check=True).stdout.strip()
    )
    replace_file(packages / "parkloop-source.pth", str(ROOT) + "\n")
    script = VENV / "bin" / "parkloop"
    replace_file(script, console_script())
    script.chmod(0o755)


def console_script() -> str:
    """A script that /bin/sh hands to `.venv`'s Python: a `#!` line can be neither long nor hold a space."""
    return (
        "#!/bin/sh\n"
        '\'\'\'exec\' "{}" "$0" "$@"\n'
        "' '''\n"
        "import sys\n"
        "from parkloop.site.cli import main\n"
        "sys.exit(main())\n"
    ).format(PYTHON)


def compile_stale_catalogues() -> None:
    """Compile message catalogues whenever one is newer than its compiled form."""
    catalogues = list((ROOT / "parkloop").glob("**/locale/*/LC_MESSAGES/*.po"))
    if any(is_stale(catalogue) for catalogue in catalogues):
        quietly(
            [str(PYTHON), str(ROOT / "tools" / "compile_catalogues.py")], "A message catalogue could not be compiled"
        )


def is_stale(catalogue: Path) -> bool:
    """Whether a .po has no .mo beside it that is at least as new."""
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
