"""A program on a pseudo-terminal, typed into and read as a person would."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>][0-9A-Z]?")
QUIET_SECONDS = 0.15


class Terminal:
    """One program; what it has shown is read by `until` and `settled`."""

    def __init__(self, *command, rows=200, columns=2000):
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.environ["TERM"] = "xterm"
            os.execvp(command[0], command)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        data = text.encode()
        while data:
            written = os.write(self.file, data[:512])
            data = data[written:]

    def piece(self, seconds):
        """What comes next, None at the end, empty where nothing comes in time."""
        if not select.select([self.file], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.file, 65536) or None
        except OSError:  # how Linux tells that the program has closed its terminal
            return None

    def settled(self):
        """All that is shown until nothing more comes for a moment, without escapes."""
        shown = b""
        while piece := self.piece(QUIET_SECONDS):
            shown += piece
        return ESCAPES.sub("", shown.decode(errors="replace"))

    def until(self, pattern, seconds=10):
        """All that is shown up to the pattern; AssertionError where it does not come in time."""
        shown, ends = b"", time.monotonic() + seconds
        while time.monotonic() < ends:
            piece = self.piece(0.1)
            shown += piece or b""
            text = ESCAPES.sub("", shown.decode(errors="replace"))
            if re.search(pattern, text):
                return text
            if piece is None:
                break
        raise AssertionError(f"no {pattern} in {shown[-300:]!r}")

    def close(self):
        """Ends the program where it still runs; its status."""
        ends = time.monotonic() + 10
        while time.monotonic() < ends:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                break
            # A program that waits for the terminal to be read would never end.
            self.piece(0.05)
        else:
            os.kill(self.process, signal.SIGKILL)
            _, status = os.waitpid(self.process, 0)
        os.close(self.file)
        return os.waitstatus_to_exitcode(status)
