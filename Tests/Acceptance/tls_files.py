"""An authority of the run's own and the certificates it signs, made by openssl."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1"


class Authority:
    """A folder with `ca.pem`, and with NAME.pem and NAME.key for each certificate."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="leadline-tls-"))

    def __enter__(self):
        for name in ("ca", "foreign-ca"):
            self.openssl(
                "req", "-x509", *CURVE, "-days", "30", "-subj", f"/CN={name}",
                "-addext", "keyUsage=keyCertSign", "-keyout", f"{name}.key", "-out", f"{name}.pem")
        self.issue("server")
        self.issue("client")
        self.issue("foreign", "foreign-ca")
        self.expire("expired")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def issue(self, name, authority="ca"):
        self.openssl(
            "req", "-x509", *CURVE, "-days", "30", "-subj", f"/CN={name}", "-addext", NAMES,
            "-addext", "basicConstraints=critical,CA:FALSE", "-CA", f"{authority}.pem",
            "-CAkey", f"{authority}.key", "-keyout", f"{name}.key", "-out", f"{name}.pem")

    def expire(self, name):
        """A certificate whose time was over yesterday."""
        self.openssl("req", "-new", *CURVE, "-subj", f"/CN={name}",
                     "-keyout", f"{name}.key", "-out", f"{name}.csr")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                     "-days", "-1", "-out", f"{name}.pem")

    def options(self, name):
        """What tells a server to serve with a certificate."""
        return ["--tlscert", self.path(f"{name}.pem"), "--tlskey", self.path(f"{name}.key")]

    def path(self, name):
        return str(self.folder / name)

    def copy(self, name, other):
        """Puts a file in another's place as a tool that renews certificates does: at once."""
        shutil.copy(self.path(name), self.path(other + ".new"))
        os.replace(self.path(other + ".new"), self.path(other))

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)
