"""A folder that CSV files are dropped into: each line becomes a lead, once.

    in/      where files are dropped; names that begin with a full stop are left alone
    work/    the file that is being read, moved here by one rename
    done/    what was read, and NAME.leads.csv with the line and the lead of each
    errors/  NAME.csv with the lines that were refused, as they were, and why; corrected, it can be
             dropped again

The key of a line is made of the file's content and the line's number: a file that is read again,
after a crash or because it was dropped twice, makes nothing twice.
"""

import csv
import hashlib
import io
import logging
import time
from pathlib import Path

from leadline import LimitExceeded, ServerError
from leadline.errors import InternalError, LoginError, NoSpace

from .common import FOREVER, sync_folder, write_whole

log = logging.getLogger("drop")
SETTLED = 2.0
"""Seconds that a file must have been left alone: it may still be written."""
BYTES_MAX = 64 << 20
COLUMNS = set(
    "email title name company phone service area zip country notes source referrer helper campaign "
    "product owner ref value currency direction".split())
MANY = {"area", "product"}
"""Columns with several values, parted by semicolons."""
OURS = ("error_code", "error_message")
"""Columns that an error file has beside those of the file."""
RATE_PAUSE = 1.0
"""Seconds after which a line that met a limit is tried again: too fast, or really too large."""
NOT_THE_LINE = (NoSpace, InternalError, LoginError)
"""Refusals that say nothing of the line: the whole file waits."""


class Unreadable(Exception):
    """What is wrong with a whole file."""


class Sheet:
    """The lines of one file."""

    def __init__(self, content):
        if len(content) > BYTES_MAX:
            raise Unreadable(f"the file has more than {BYTES_MAX} bytes")
        self.digest = hashlib.sha256(content).hexdigest()
        try:
            reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
            rows = [(number, row) for number, row in enumerate(reader, 1) if any(row)]
        except UnicodeDecodeError as error:
            raise Unreadable(f"the file is no UTF-8: byte {error.start}") from error
        except csv.Error as error:
            raise Unreadable(f"the file is no CSV: {error}") from error
        if not rows:
            raise Unreadable("the file is empty")
        self.header, self.rows = rows[0][1], rows[1:]
        self.names = [name.strip().lower() for name in self.header]
        self.check()

    def check(self):
        known = [name for name in self.names
                 if name in COLUMNS or name in OURS or name.startswith("field.")]
        unknown = [name for name in self.names if name not in known]
        if unknown:
            words = ", ".join(sorted(COLUMNS))
            raise Unreadable(f"unknown column {unknown[0]!r}; there are {words} and field.NAME")
        if len(set(self.names)) < len(self.names):
            raise Unreadable("two columns have one name")
        if "email" not in self.names:
            raise Unreadable("there is no column 'email'")

    def keywords(self, row):
        """What a line says, as `lead_new` takes it."""
        if len(row) != len(self.names):
            raise ValueError(f"the line has {len(row)} values, the header {len(self.names)}")
        given = {name: value.strip() for name, value in zip(self.names, row) if value.strip()}
        fields = {
            self.header[place].strip()[len("field."):]: row[place].strip()
            for place, name in enumerate(self.names) if name.startswith("field.") and name in given}
        keywords = {name: value for name, value in given.items() if name in COLUMNS}
        for name in MANY & keywords.keys():
            keywords[name] = [part.strip() for part in keywords[name].split(";") if part.strip()]
        return keywords | ({"field": fields} if fields else {})

    def key(self, number):
        return f"csv-{self.digest}-{number}"


class Folder:
    """The four folders, and the passage of files through them."""

    def __init__(self, root):
        self.root = Path(root)
        for name in ("in", "work", "done", "errors"):
            (self.root / name).mkdir(parents=True, exist_ok=True)

    def begun(self):
        """Files that a crash left in the middle."""
        return sorted(path for path in (self.root / "work").iterdir() if path.is_file())

    def dropped(self):
        """Files that nobody has written to lately, taken over by one rename each."""
        now = time.time()
        for path in sorted((self.root / "in").iterdir()):
            if path.name.startswith(".") or not path.is_file():
                continue
            if now - path.stat().st_mtime >= SETTLED:
                yield self.moved(path, "work")

    def moved(self, path, folder):
        target = self.root / folder / path.name
        number = 1
        while target.exists():
            number += 1
            target = self.root / folder / f"{path.stem}-{number}{path.suffix}"
        path.rename(target)
        sync_folder(target.parent)
        return target

    def finish(self, path, made, refused, header):
        """Leaves the results before the file: a crash in between does it again."""
        if made:
            self.write("done", f"{path.stem}.leads.csv", ["line", "lead"], made)
        if refused:
            self.write("errors", path.name, header, refused)
        self.moved(path, "done")

    def write(self, folder, name, header, rows):
        text = io.StringIO(newline="")
        csv.writer(text).writerows([header, *rows])
        write_whole(self.root / folder / name, text.getvalue().encode())


def lines_of(client, sheet):
    """Registers every line; the leads that were made, and the lines that were refused."""
    made, refused = [], []
    for number, row in sheet.rows:
        try:
            keywords = sheet.keywords(row)
            made.append((number, registered(client, keywords, sheet.key(number))))
        except NOT_THE_LINE:
            raise
        except ServerError as error:
            refused.append(refusal(sheet, row, error.code, error.message))
        except ValueError as error:
            refused.append(refusal(sheet, row, "INVALID", str(error)))
    return made, refused


def registered(client, keywords, key):
    try:
        return client.lead_new(**keywords, idem=key)
    except LimitExceeded:
        time.sleep(RATE_PAUSE)
        return client.lead_new(**keywords, idem=key)


def refusal(sheet, row, code, message):
    """The line as it was, in the columns that it came in, and why it was refused."""
    kept = [value for name, value in zip(sheet.names, row) if name not in OURS]
    return [*kept, code, message]


def read(client, folder, path):
    """Reads one file of `work` to its end."""
    try:
        sheet = Sheet(path.read_bytes())
    except Unreadable as error:
        folder.write("errors", f"{path.name}.txt", [str(error)], [])
        folder.moved(path, "errors")
        log.warning("%s: %s", path.name, error)
        return
    made, refused = lines_of(client, sheet)
    header = [name for name in sheet.header if name.strip().lower() not in OURS]
    folder.finish(path, made, refused, [*header, *OURS])
    log.info("%s: %d leads, %d lines refused", path.name, len(made), len(refused))


def serve(config):
    """Reads what is dropped until it is ended."""
    section = config.section("drop")
    folder, pause = Folder(section.path("folder")), section.get("pause", 1.0)
    client = config.client("drop").retrying(FOREVER)
    while True:
        for path in [*folder.begun(), *folder.dropped()]:
            try:
                read(client, folder, path)
            except NOT_THE_LINE as error:
                log.error("%s waits: %s", path.name, error)
        time.sleep(pause)
