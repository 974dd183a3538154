"""The gateway between real invoices and a processor that loses and repeats: each is paid once."""

import http.client
import json
import re
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from urllib.parse import urlencode

import faults
import servers
from helpers import Bridge, until
from leadline import Client, Conflict, Exists, Invalid, NotFound, Retry, names, new_key
from leadline_bridges import gateway
from processor import FakeProcessor

QUICK = Retry(attempts=60, first=0.01, longest=0.2)


@unittest.skipUnless("PAYMENT.BEGIN" in names.COMMANDS, "this server has no invoices yet")
class WithInvoices(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(servers.server("--durability", "os"))
        self.client = self.enterContext(Client("127.0.0.1", self.server.port))
        self.lead = self.client.lead_new(email="ann@acme.example")

    def invoice(self, amount="80.00"):
        """An invoice and its link."""
        invoice = self.client.invoice_new(lead=self.lead, amount=amount)
        return invoice, self.client.invoice_link(invoice)

    def processor(self, **faults_of_it):
        processor = FakeProcessor(**faults_of_it)
        self.addCleanup(processor.close)
        return processor

    def gateway(self, processor, client=None, timeout=5):
        attempts = gateway.Attempts(self.enterContext(tempfile.TemporaryDirectory()))
        return gateway.Gateway(
            (client or self.client).retrying(QUICK),
            gateway.Processor(processor.url, "sesame", timeout), attempts, (0.01, 0.01))

    def payments(self, **which):
        return list(self.client.every(self.client.payment_list(**which)))

    def agree(self, processor):
        """What the processor took is what the server has, each invoice once."""
        approved = {row.id: row.amount for row in self.payments(state="approved")}
        taken = {key: Decimal(amount) for key, amount in processor.taken().items()}
        self.assertEqual(approved, taken)
        paid = [row.invoice for row in self.payments(state="approved")]
        self.assertEqual(len(paid), len(set(paid)), "an invoice was paid twice")
        self.assertEqual(self.payments(state=["processing", "unknown"]), [])
        self.assertEqual(len(self.client.check(deep=True)), 0)
        self.assertEqual(len(self.client.ledger_check()), 0)
        return paid


class Payments(WithInvoices):
    def test_one_pays_and_who_comes_later_is_told_so(self):
        processor = self.processor()
        pay = self.gateway(processor).pay
        invoice, link = self.invoice()
        self.assertEqual(pay(link, "poor", new_key()), "declined")
        key = new_key()
        self.assertEqual(pay(link, "card", key), "approved")
        self.assertEqual(pay(link, "card", key), "approved")
        with self.assertRaises(Exists):
            pay(link, "card", new_key())
        _, other = self.invoice()
        with self.assertRaises(Invalid):
            pay(other, "card", new_key(), brand="amex")
        with self.assertRaises(NotFound):
            pay("0" * 52, "card", new_key())
        self.assertEqual(self.agree(processor), [invoice])

    def test_the_open_part_is_charged(self):
        processor = self.processor()
        invoice, link = self.invoice("100.00")
        self.client.invoice_paid(invoice, amount=30, method="wire", ref="w-1")
        self.assertEqual(self.gateway(processor).pay(link, "card", new_key()), "approved")
        self.assertEqual(list(processor.taken().values()), ["70.00"])

    def test_a_charge_whose_answer_was_never_heard_is_found_out(self):
        processor = self.processor(unheard=1.0)
        adaptor = self.gateway(processor)
        invoice, link = self.invoice()
        self.assertEqual(adaptor.pay(link, "card", new_key()), "unknown")
        with self.assertRaises(Conflict):
            adaptor.pay(link, "card", new_key())
        processor.shares = []
        adaptor.reconcile()
        self.assertEqual(self.agree(processor), [invoice])
        self.assertEqual(adaptor.attempts.left(), [])

    def test_a_charge_that_never_arrived_cannot_happen_later(self):
        processor = self.processor(lost=1.0)
        adaptor = self.gateway(processor)
        _, link = self.invoice()
        self.assertEqual(adaptor.pay(link, "card", new_key()), "unknown")
        processor.shares = []
        adaptor.reconcile()
        payment = self.payments()[0]
        self.assertEqual(payment.state, "abandoned")
        late = processor.charge({"reference": payment.id, "amount": "80.00", "currency": "USD",
                                 "source": "card"})
        self.assertEqual(late["status"], "cancelled")
        self.assertEqual(adaptor.pay(link, "card", new_key()), "approved")
        self.assertEqual(len(self.agree(processor)), 1)

    def test_many_payers_lost_answers_on_both_sides_and_each_invoice_is_paid_once(self):
        processor = self.processor(seed=7, lost=0.15, unheard=0.15, late=0.1, busy=0.1, delay=0.6)
        links = [self.invoice()[1] for _ in range(12)]
        lost = faults.LostReplies(b"PAYMENT", times=25)
        with faults.Proxy(self.server.port, lost) as proxy:
            shaky = self.enterContext(Client("127.0.0.1", proxy.port))
            adaptor = self.gateway(processor, shaky, timeout=0.3)

            def payer(number):
                try:
                    return adaptor.pay(links[number % len(links)], "card", new_key())
                except (Exists, Conflict) as error:
                    return error.code

            with ThreadPoolExecutor(8) as pool:
                outcomes = list(pool.map(payer, range(48)))
            processor.shares = []
            until(lambda: adaptor.reconcile() or not adaptor.attempts.left())
            self.assertEqual(lost.left, 0)
            self.assertIn("approved", outcomes)
            self.assertTrue(self.agree(processor))
            for link in links:
                if self.client.invoice_open(link).state == "open":
                    self.assertEqual(adaptor.pay(link, "card", new_key()), "approved")
            self.assertEqual(len(self.agree(processor)), len(links))


class Served(WithInvoices):
    def bridge(self, port, processor, http_port):
        bridge = Bridge("gateway", port, {
            "processor": processor.url, "secret_file": "secret", "attempts": "attempts",
            "port": http_port, "pause": 0.1, "timeout": 2})
        self.addCleanup(bridge.close)
        return bridge

    def ask(self, method, path, **form):
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=15)
        try:
            connection.request(method, path, urlencode(form) if form else None, {
                "Content-Type": "application/x-www-form-urlencoded"} if form else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def listening(self):
        try:
            return self.ask("GET", "/")[0] == 404
        except OSError:
            return False

    def test_looking_changes_nothing_and_a_kill_pays_once(self):
        processor = self.processor()
        with faults.Proxy(self.server.port, faults.Fault()) as probe:
            self.http_port = probe.port
        for fault in (faults.Once, faults.OnceAnswered):
            for word in (b"PAYMENT.BEGIN", b"PAYMENT.RESULT"):
                with self.subTest(fault=fault.__name__, word=word):
                    self.killed(processor, fault, word)
        self.agree(processor)

    def killed(self, processor, fault, word):
        invoice, link = self.invoice()
        kill = fault(word, lambda: bridge.kill())
        with faults.Proxy(self.server.port, kill) as proxy:
            bridge = self.bridge(proxy.port, processor, self.http_port)
            bridge.start()
            until(self.listening)
            before = self.client.audit_head().seq
            for method in ("GET", "HEAD"):
                self.assertEqual(self.ask(method, f"/i/{link}")[0], 200)
            self.assertEqual(self.client.audit_head().seq, before)
            _, page = self.ask("GET", f"/i/{link}")
            key = re.search(r"name=key value=([0-9a-f]{32})", page)[1]
            with self.assertRaises((OSError, http.client.HTTPException)):
                self.ask("POST", f"/i/{link}", key=key, source="card")
            bridge.wait()
        left = list((bridge.folder / "attempts").glob("*.json"))
        self.assertEqual([json.loads(path.read_text())["invoice"] for path in left], [invoice])
        bridge.configure(self.server.port)
        bridge.start()
        until(lambda: not list((bridge.folder / "attempts").glob("*.json")))
        until(self.listening)
        if self.client.invoice_get(invoice).state == "open":
            self.assertEqual(self.ask("POST", f"/i/{link}", key=new_key(), source="card")[0], 200)
        self.assertEqual(self.client.invoice_get(invoice).state, "paid")
        self.assertEqual(self.ask("POST", f"/i/{link}", key=new_key(), source="card")[0], 200)
        self.assertIn("paid", self.ask("GET", f"/i/{link}")[1])
        self.assertEqual(bridge.stop(), 0)


if __name__ == "__main__":
    unittest.main()
