"""Builds the wheel with the standard library alone (PEP 517): `pip install` needs no network.

The package is pure Python: a wheel is its files and three lists about them.
"""

import base64
import hashlib
import io
import tarfile
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
STEM = f"{PROJECT['name']}-{PROJECT['version']}"
SOURCES = ("pyproject.toml", "build_backend.py", "README.md")


def metadata():
    lines = [
        "Metadata-Version: 2.1", f"Name: {PROJECT['name']}", f"Version: {PROJECT['version']}",
        f"Summary: {PROJECT['description']}", f"Requires-Python: {PROJECT['requires-python']}",
        f"License: {PROJECT['license']}",
        *(f"Requires-Dist: {name}" for name in PROJECT["dependencies"]),
        "Description-Content-Type: text/markdown", "",
        (HERE / PROJECT["readme"]).read_text()]
    return "\n".join(lines).encode()


def modules():
    """The files of the package, as they lie in the wheel."""
    package = HERE / PROJECT["name"]
    files = sorted([*package.glob("*.py"), package / "py.typed"])
    return {f"{PROJECT['name']}/{file.name}": file.read_bytes() for file in files}


def recorded(name, content):
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    about = f"{STEM}.dist-info"
    files = modules()
    files[f"{about}/METADATA"] = metadata()
    files[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: leadline\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    record = "".join(recorded(name, content) for name, content in files.items())
    files[f"{about}/RECORD"] = (record + f"{about}/RECORD,,\n").encode()
    name = f"{STEM}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)
    return name


def build_sdist(sdist_directory, config_settings=None):
    files = modules() | {name: (HERE / name).read_bytes() for name in SOURCES}
    files["PKG-INFO"] = metadata()
    name = f"{STEM}.tar.gz"
    with tarfile.open(Path(sdist_directory) / name, "w:gz") as archive:
        for path, content in files.items():
            member = tarfile.TarInfo(f"{STEM}/{path}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return name
