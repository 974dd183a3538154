"""A reference adaptor between invoices and a payment processor.

What may happen at any time: the customer sends the form twice, the processor does not answer, or
answers and nobody hears it, the server does, this process is killed. An attempt is therefore
written down before it begins, and the one reference that the processor is given for it is the
server's payment. Whatever is not known to have ended is asked for again until it is; what the
processor never had is cancelled there first, so that it cannot happen later.

No card number comes here: the customer's browser gives it to the processor, and gets a `source`.
"""

import html
import http.client
import json
import logging
import re
import threading
import time
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from leadline import (
    BadState, Conflict, ConnectionFailed, Exists, Invalid, LeadlineError, LimitExceeded, NotFound,
    Retry, TryAgain, Uncertain, new_key)

from .common import FOREVER, ConfigFault, http_connection, sync_folder, write_whole
from .web import KEY, TOKEN, page, said, server_of

log = logging.getLogger("gateway")
QUICK = Retry(attempts=5, first=0.1, longest=1)
SECONDS = 10
"""Seconds that the processor may take with an answer."""
REPEATS = (0.2, 1.0)
"""Pauses before a charge whose answer was lost is sent again, under the same reference."""
FINAL = {"approved", "declined", "cancelled"}


class Lost(Exception):
    """The processor did not answer: the charge may have been made."""


class Processor:
    """The processor's HTTP interface: charges are idempotent by their reference.

    `POST /charges` makes one, `POST /charges/REFERENCE/cancel` makes sure that one that has not
    been made never will be, and answers what has become of it.
    """

    def __init__(self, url, secret, timeout=SECONDS, trust=None):
        self.url, self.secret, self.timeout = urlsplit(url), secret, timeout
        self.trust = trust
        if self.url.scheme not in ("http", "https"):
            raise ConfigFault("processor: http or https")

    def charge(self, reference, amount, currency, source):
        return self.ask("/charges", reference, {
            "reference": reference, "amount": str(amount), "currency": currency, "source": source})

    def cancel(self, reference):
        return self.ask(f"/charges/{reference}/cancel", reference, {})

    def ask(self, path, reference, body):
        connection = http_connection(self.url, self.trust, self.timeout)
        try:
            connection.request("POST", self.url.path.rstrip("/") + path, json.dumps(body), {
                "Content-Type": "application/json", "Idempotency-Key": reference,
                "Authorization": f"Bearer {self.secret}"})
            answer = connection.getresponse()
            content = answer.read()
            if answer.status != 200:
                raise Lost(f"HTTP {answer.status}")
            charge = json.loads(content)
            if charge.get("status") not in FINAL:
                raise Lost(f"no final status: {charge.get('status')!r}")
            return charge
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Lost(str(error) or repr(error)) from error
        finally:
            connection.close()


class Attempts:
    """The attempts whose end is not known, one file each, there before anything happens."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def open(self, key, invoice, brand):
        attempt = {"invoice": invoice, "brand": brand}
        write_whole(self.folder / f"{key}.json", json.dumps(attempt).encode())

    def close(self, key):
        (self.folder / f"{key}.json").unlink(missing_ok=True)
        sync_folder(self.folder)

    def left(self):
        """The key, the invoice and the brand of each."""
        found = [(path.stem, json.loads(path.read_text()))
                 for path in sorted(self.folder.glob("*.json"))]
        return [(key, attempt["invoice"], attempt["brand"]) for key, attempt in found]


class Gateway:
    """Pays invoices; `client` has the role gateway."""

    def __init__(self, client, processor, attempts, repeats=REPEATS):
        self.client, self.processor, self.attempts = client, processor, attempts
        self.repeats, self.busy, self.lock = repeats, set(), threading.Lock()

    def pay(self, token, source, key, brand=None):
        """Pays what is open of an invoice; answers the payment's state, `unknown` while it is.

        Raises what the server says against it: `Exists` when it is paid, `Conflict` while another
        attempt is under way. The same key is the same attempt.
        """
        invoice = self.client.invoice_open(token).invoice
        with self.lock:
            if key in self.busy:
                return "unknown"
            self.busy.add(key)
        try:
            self.attempts.open(key, invoice, brand)
            try:
                payment = self.client.payment_begin(invoice, brand=brand, idem=key)
            except (Exists, Conflict, Invalid, NotFound, BadState):
                self.attempts.close(key)
                raise
            # No part payment can come in between now: this is the amount of the attempt.
            due = self.client.invoice_open(token)
            return self.charge(key, payment, due, source)
        finally:
            with self.lock:
                self.busy.discard(key)

    def charge(self, key, payment, due, source):
        # A form that is sent again may be of an attempt that has ended: then nothing is charged.
        begun = due.state == "processing"
        for pause in (*self.repeats, None):
            try:
                charge = (
                    self.processor.charge(payment, due.open, due.currency, source) if begun
                    else self.processor.cancel(payment))
                return self.settle(key, payment, charge)
            except Lost as error:
                log.warning("%s: %s", payment, error)
            if pause is not None:
                time.sleep(pause)
        return "unknown"

    def settle(self, key, payment, charge):
        """Tells the server how it ended; the attempt is over only when it has taken that."""
        state = {"cancelled": "abandoned"}.get(charge["status"], charge["status"])
        told = {} if state == "abandoned" else {
            "brand": charge["brand"], "last4": charge["last4"], "ref": charge["id"]}
        try:
            self.client.payment_result(
                payment, state, message=charge.get("message"), idem=f"{key}-{state}", **told)
        except BadState as error:
            if state != "approved":
                log.warning("%s: %s", payment, error)
            else:
                # Somebody said otherwise of money that was taken. A person has to look at it.
                log.error("%s was taken by the processor, but %s", payment, error)
                return "unknown"
        self.attempts.close(key)
        return state

    def reconcile(self):
        """Ends what was left open: by a lost answer, or by a process that was killed."""
        for key, invoice, brand in self.attempts.left():
            with self.lock:
                if key in self.busy:
                    continue
                self.busy.add(key)
            try:
                self.end(key, invoice, brand)
            except LeadlineError as error:
                log.error("%s of %s: %s", key, invoice, error)
            finally:
                with self.lock:
                    self.busy.discard(key)

    def end(self, key, invoice, brand):
        try:
            payment = self.client.payment_begin(invoice, brand=brand, idem=key)
        except (Exists, Conflict, Invalid, NotFound, BadState) as error:
            log.info("%s was not begun: %s", key, error.code)
            return self.attempts.close(key)
        try:
            return self.settle(key, payment, self.processor.cancel(payment))
        except Lost as error:
            log.warning("%s: %s", payment, error)


class InvoiceLinks:
    """`/i/TOKEN`: GET shows what is to be paid, POST pays it."""

    path = re.compile("/(i)" + TOKEN)

    def __init__(self, gateway):
        self.gateway = gateway

    def answer(self, kind, token, form=None):
        try:
            return self.show(token) if form is None else self.pay(token, form)
        except NotFound:
            return HTTPStatus.NOT_FOUND, said("Not found", "There is no such page.")
        except Exists:
            return HTTPStatus.OK, said("Paid", "This invoice is paid already. Thank you.")
        except Conflict:
            return HTTPStatus.CONFLICT, said("Please wait", "A payment is under way.")
        except (Invalid, BadState):
            return HTTPStatus.UNPROCESSABLE_ENTITY, said("Sorry", "This cannot be paid so.")
        except (ConnectionFailed, TryAgain, Uncertain, LimitExceeded):
            return HTTPStatus.SERVICE_UNAVAILABLE, said("Not now", "Please try again in a minute.")

    def show(self, token):
        invoice = self.gateway.client.invoice_open(token)
        what = f"{invoice.open} {invoice.currency}"
        if invoice.state != "open":
            return HTTPStatus.OK, said(f"Invoice {invoice.invoice}", f"It is {invoice.state}.")
        return HTTPStatus.OK, page(
            f"Invoice {invoice.invoice}",
            f"<p>To be paid: {html.escape(what)}</p><form method=post>"
            f"<input type=hidden name=key value={new_key()}><input name=source>"
            "<button>Pay</button></form>")

    def pay(self, token, form):
        key, source = form.get("key", ""), form.get("source", "").strip()
        if not KEY.fullmatch(key) or not source:
            return HTTPStatus.UNPROCESSABLE_ENTITY, said("Sorry", "Something is missing.")
        state = self.gateway.pay(token, source, key)
        texts = {"approved": "It is paid. Thank you.", "declined": "The card was declined.",
                 "abandoned": "It was given up.", "unknown": "We are looking into it."}
        return HTTPStatus.OK, said("Your payment", texts[state])


def serve(config):
    """Serves the links of invoices, and ends what was left open, until it is ended."""
    section = config.section("gateway")
    processor = Processor(
        section.need("processor"), section.secret("secret_file"), section.get("timeout", SECONDS),
        section.trust())
    client = config.client("gateway")
    attempts = Attempts(section.path("attempts"))
    gateway = Gateway(client.retrying(QUICK), processor, attempts)
    address = (section.get("bind", "127.0.0.1"), section.get("port", 8324))

    def reconciling():
        patient = Gateway(client.retrying(FOREVER), processor, attempts)
        patient.busy, patient.lock = gateway.busy, gateway.lock
        while True:
            patient.reconcile()
            time.sleep(section.get("pause", 5))

    threading.Thread(target=reconciling, daemon=True).start()
    with server_of(InvoiceLinks(gateway), address) as http_server:
        log.info("on %s:%d", *http_server.server_address)
        http_server.serve_forever()
