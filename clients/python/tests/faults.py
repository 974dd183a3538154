"""A proxy in front of a server that loses what a test wants to be lost."""

import contextlib
import socket
import threading


class Fault:
    """What happens to bytes on their way; a subclass says which are lost."""

    def request(self, data, connection):
        """Whether the bytes go on to the server."""
        return True

    def reply(self, data, connection):
        """Whether the bytes go back to the client."""
        return True


class LostReplies(Fault):
    """The request arrives, the connection ends before the reply: so many times."""

    def __init__(self, word, times=1):
        self.word, self.left, self.lock = word, times, threading.Lock()

    def request(self, data, connection):
        with self.lock:
            if self.word in data and self.left > 0:
                self.left -= 1
                connection.doomed = True
        return True

    def reply(self, data, connection):
        return not getattr(connection, "doomed", False)


class Silence(Fault):
    """Nothing goes on, and no connection ends."""

    def request(self, data, connection):
        return None


class Once(Fault):
    """Calls a function when a request with the word comes for the nth time, and holds it back."""

    def __init__(self, word, call, nth=1):
        self.word, self.call, self.left = word, call, nth

    def request(self, data, connection):
        self.left -= self.word in data
        if self.word in data and self.left == 0:
            self.call()
            return False
        return True


class OnceAnswered(Once):
    """The same, but the server gets the request and its reply is held back."""

    def request(self, data, connection):
        self.left -= self.word in data
        connection.doomed = self.word in data and self.left == 0
        return True

    def reply(self, data, connection):
        if not connection.doomed:
            return True
        self.call()
        return False


class Link:
    """One connection through the proxy."""

    def __init__(self, near, far, fault):
        self.near, self.far, self.fault, self.doomed = near, far, fault, False
        for source, target, judge in [(near, far, fault.request), (far, near, fault.reply)]:
            threading.Thread(target=self.pump, args=(source, target, judge), daemon=True).start()

    def pump(self, source, target, judge):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                verdict = judge(data, self)
                if verdict is False:
                    break
                if verdict:
                    target.sendall(data)
        self.close()

    def close(self):
        for end in (self.near, self.far):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class Proxy:
    """Listens on a port of its own; use as a context."""

    def __init__(self, port, fault):
        self.target, self.fault, self.links = port, fault, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for link in self.links:
            link.close()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                self.links.append(Link(near, far, self.fault))
