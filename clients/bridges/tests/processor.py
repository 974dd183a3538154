"""A payment processor over HTTP that loses answers, is slow, and repeats nothing."""

import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FakeProcessor(ThreadingHTTPServer):
    """Charges by reference, each at most once; `faults` are the shares of what goes wrong."""

    daemon_threads = True

    def __init__(self, seed=0, lost=0.0, unheard=0.0, late=0.0, busy=0.0, delay=0.0):
        self.charges, self.calls, self.lock = {}, [], threading.Lock()
        self.random, self.delay = random.Random(seed), delay
        self.shares = [("lost", lost), ("unheard", unheard), ("late", late), ("busy", busy)]
        super().__init__(("127.0.0.1", 0), ProcessorSession)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def fault(self):
        with self.lock:
            number = self.random.random()
        for name, share in self.shares:
            number -= share
            if number < 0:
                return name
        return None

    def charge(self, body):
        with self.lock:
            self.calls.append(body["reference"])
            return self.charges.setdefault(body["reference"], self.made(body))

    def made(self, body):
        declined = body["source"] == "poor"
        return {"status": "declined" if declined else "approved", "brand": "visa",
                "last4": "4242", "id": f"ch_{body['reference']}", "amount": body["amount"],
                "currency": body["currency"],
                "message": "insufficient funds" if declined else None}

    def cancel(self, reference):
        with self.lock:
            return self.charges.setdefault(reference, {"status": "cancelled"})

    def taken(self):
        """The references of charges that took money, with their amounts."""
        with self.lock:
            return {reference: charge["amount"] for reference, charge in self.charges.items()
                    if charge["status"] == "approved"}

    def close(self):
        self.shutdown()
        self.server_close()


class ProcessorSession(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault = self.server.fault()
        if fault == "lost":
            return self.hang_up()
        if fault == "busy":
            return self.answer(503, {})
        if fault == "late":
            # The other side has given up when this happens.
            time.sleep(self.server.delay)
        parts = self.path.strip("/").split("/")
        charge = (self.server.cancel(parts[1]) if parts[-1] == "cancel"
                  else self.server.charge(body))
        if fault == "unheard":
            return self.hang_up()
        return self.answer(200, charge)

    def hang_up(self):
        self.close_connection = True

    def answer(self, status, document):
        body = json.dumps(document).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *_):
        """The test looks at the charges."""
