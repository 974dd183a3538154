"""Where clients are installed, and how a driver is run in what was installed for it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

DRIVER_SECONDS = 300
INSTALL_SECONDS = 600


class NotHere(Exception):
    """Why a client cannot be run on this machine."""


def quietly(*command, **environment):
    """Runs a command; NotHere with its last line where it fails."""
    try:
        subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS,
            stdin=subprocess.DEVNULL, env={**os.environ, **environment})
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHere(f"{command[0]}: {error}") from error
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout or "").strip().splitlines() or ["no reason given"]
        raise NotHere(f"{Path(command[0]).name}: {lines[-1][:200]}") from error


def end_group(process):
    """Ends a driver with whatever it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class Cache:
    """The folder that LEADLINE_INTEROP_CACHE names, or one that goes with the run."""

    def __init__(self, here, may_install):
        self.here, self.may_install = here, may_install
        named = os.environ.get("LEADLINE_INTEROP_CACHE")
        self.goes = named is None
        self.folder = Path(named or tempfile.mkdtemp(prefix="leadline-interop-cache-")).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.goes:
            shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, packages):
        """The Python of an environment that holds exactly these packages."""
        folder = self.folder / "-".join(packages).replace("=", "")
        python = folder / "bin/python"
        whole = folder / "complete"
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            quietly(sys.executable, "-m", "venv", str(folder))
            quietly(str(python), "-m", "pip", "install", "--quiet", *packages)
            whole.touch()
        return python

    def debian(self, package):
        """Sees that a Debian package is there."""
        state = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True)
        if state.stdout == "install ok installed":
            return
        if not self.may_install:
            raise NotHere(f"needs the Debian package {package} (--install)")
        quietly(
            "apt-get", "install", "-y", "-qq", "--no-install-recommends", package,
            DEBIAN_FRONTEND="noninteractive")

    def command(self, client):
        """What runs the client's driver, once all that it needs is there."""
        for program in client.needs("cmd"):
            if shutil.which(program) is None:
                raise NotHere(f"there is no {program}")
        for package in client.needs("apt"):
            self.debian(package)
        driver = str(self.here / "drivers" / client.driver)
        packages = client.needs("pip")
        if packages:
            return [str(self.environment(packages)), driver]
        # Debian's Python packages belong to Debian's Python, whatever else is on the PATH.
        return ["/usr/bin/python3", driver] if driver.endswith(".py") else [driver]

    def run(self, client, port, verbose):
        """All that the driver printed; a driver that does not end is ended with its children."""
        command = self.command(client)
        tag = f"{client.name}-{uuid.uuid4().hex[:6]}"
        work = self.folder / "work" / client.name
        home = Path(tempfile.mkdtemp(prefix=f"{client.name}-"))
        work.mkdir(parents=True, exist_ok=True)
        process = subprocess.Popen(
            [*command, "127.0.0.1", str(port), tag], cwd=home, start_new_session=True, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(home), "INTEROP_WORK": str(work),
                 "PYTHONDONTWRITEBYTECODE": "1"})
        try:
            output, _ = process.communicate(timeout=DRIVER_SECONDS)
        except subprocess.TimeoutExpired:
            end_group(process)
            output, _ = process.communicate()
            output += f"\nthe driver was ended after {DRIVER_SECONDS} s\n"
        finally:
            end_group(process)
        if verbose:
            print(output)
        return output
