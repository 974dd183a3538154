"""Mail over a real SMTP server: who is told what, what fails, and kills in the worst moment."""

import email
import unittest
from email import policy

import faults
import servers
from helpers import Bridge, SMTPServer, until
from leadline import Client


def parsed(text):
    return email.message_from_string(text, policy=policy.default)


class Mail(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(servers.server("--durability", "os"))
        self.client = self.enterContext(Client("127.0.0.1", self.server.port))
        self.smtp = SMTPServer()
        self.addCleanup(self.smtp.close)
        self.bridge = self.made(self.server.port)
        self.client.partner_new(name="North", email="desk@north.example")
        self.client.referrer_new(kind="contact", name="Rita", email="rita@reed.example")

    def made(self, port):
        bridge = Bridge("mail", port, {
            "server": "127.0.0.1", "port": self.smtp.port, "from": "leads@house.example",
            "domain": "house.example", "dead": "dead", "pauses": [0.05, 0.05]})
        self.addCleanup(bridge.close)
        return bridge

    def offer(self, address="ann@acme.example"):
        lead = self.client.lead_new(
            email=address, name="Ann Lee", service="payroll", value=1200, referrer="R1")
        self.client.assign(lead, "P1")
        self.client.release(lead)
        return lead

    def seen(self):
        return [(to, parsed(text)["Message-ID"]) for to, text in self.smtp.mails]

    def expect(self, count):
        until(lambda: len(self.smtp.mails) >= count)

    def test_partner_and_referrer_are_told_and_nothing_of_the_customer(self):
        self.offer()
        self.bridge.start()
        self.expect(3)
        to, text = self.smtp.mails[1]
        offer = parsed(text)
        self.assertEqual((to, offer["Subject"]),
                         ("desk@north.example", "Lead L1 is offered to you"))
        self.assertIn("value: 1200.00 USD", offer.get_content())
        self.client.accept("L1")
        self.expect(4)
        to, text = self.smtp.mails[3]
        self.assertEqual((to, parsed(text)["Subject"]),
                         ("rita@reed.example", "Your lead L1 is accepted"))
        self.assertNotIn("ann", " ".join(text.lower() for _, text in self.smtp.mails))
        self.assertEqual(len({key for _, key in self.seen()}), 4)
        self.assertEqual(self.bridge.stop(), 0)
        self.assertNotIn("example", self.bridge.log())

    def test_who_has_unsubscribed_gets_no_mail(self):
        self.client.suppress_add(email="rita@reed.example", topic="leads")
        self.offer()
        self.bridge.start()
        self.expect(1)
        until(lambda: self.client.cursor_get("bridge-mail") == 6)
        self.assertEqual([to for to, _ in self.smtp.mails], ["desk@north.example"])

    def test_what_fails_in_passing_is_sent_again_and_what_is_refused_is_kept(self):
        self.smtp.answers = ["451 greylisted", "451 greylisted"]
        self.smtp.refused = {"desk@north.example"}
        self.offer()
        self.bridge.start()
        self.expect(2)
        until(lambda: list((self.bridge.folder / "dead").glob("*.json")))
        status, output = self.bridge.replay()
        self.assertEqual((status, output), (1, "5-partner: 550 no such user\n"))
        self.smtp.refused.clear()
        self.assertEqual(self.bridge.replay("5-partner"), (0, "5-partner: delivered\n"))
        self.assertEqual(self.seen()[-1],
                         ("desk@north.example", "<leadline.5.partner@house.example>"))
        self.assertEqual(self.bridge.replay(), (0, ""))

    def test_a_mail_server_that_is_away_is_waited_for(self):
        port = self.smtp.port
        self.smtp.close()
        self.offer()
        self.bridge.start()
        until(lambda: "no mail server" in self.bridge.log())
        self.smtp = SMTPServer(port)
        self.addCleanup(self.smtp.close)
        self.expect(3)

    def test_killed_before_the_mail_server_answers_it_sends_again_with_the_same_key(self):
        self.smtp.answers = ["250 taken", lambda: self.bridge.kill() or "250 taken"]
        self.offer()
        self.bridge.start()
        self.expect(2)
        self.bridge.wait()
        self.bridge.start()
        self.expect(4)
        keys = [key for _, key in self.seen()]
        self.assertEqual(keys[1], keys[2])
        self.assertEqual(len(set(keys)), 3)

    def test_killed_between_mail_and_cursor_nothing_is_lost(self):
        # Of three events each, and the place that is set at first.
        for nth in (4, 3, 2):
            with self.subTest(cursor_set=nth):
                self.smtp.mails.clear()
                lead = self.offer(f"a{nth}@a{nth}.example")
                fault = faults.Once(b"CURSOR.SET", lambda: self.bridge.kill(), nth)
                with faults.Proxy(self.server.port, fault) as proxy:
                    self.bridge.configure(proxy.port)
                    self.bridge.start()
                    self.bridge.wait()
                self.bridge.configure(self.server.port)
                self.bridge.start()
                head = self.client.audit_head().seq
                until(lambda: self.client.cursor_get("bridge-mail") == head)
                self.bridge.stop()
                keys = [key for _, key in self.seen()]
                offered = [key for key in keys if "partner" in key]
                self.assertEqual(len(set(offered)), 1, keys)
                self.assertEqual(len(set(keys)), 3, keys)
                self.assertGreaterEqual(len(keys), 3)
                self.assertTrue(lead)


if __name__ == "__main__":
    unittest.main()
