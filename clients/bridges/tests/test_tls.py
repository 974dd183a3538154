"""Bridges over TLS, to both sides: who is believed, and who is not."""

import ssl
import unittest

import servers
from helpers import Bridge, Receiver, SMTPServer, until
from leadline import Client
from tls_files import Authority


class Secured(unittest.TestCase):
    def setUp(self):
        self.authority = self.enterContext(Authority())
        self.server = self.enterContext(servers.server(
            "--durability", "os", *self.authority.options("server"), "--tlsport", "0"))
        self.client = self.enterContext(Client("127.0.0.1", self.server.port))
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(
            self.authority.path("server.pem"), self.authority.path("server.key"))

    def bridge(self, name, section):
        """One that reaches its Leadline server over TLS, too."""
        bridge = Bridge(name, self.server.port, section)
        self.addCleanup(bridge.close)
        bridge.configure(
            self.server.tls_port, tls=True, ca_file=self.authority.path("ca.pem"))
        return bridge


class Mail(Secured):
    def setUp(self):
        super().setUp()
        self.smtp = SMTPServer(context=self.context)
        self.addCleanup(self.smtp.close)
        self.client.partner_new(name="North", email="desk@north.example")

    def section(self, authority, **keys):
        return {"server": "127.0.0.1", "port": self.smtp.port, "from": "leads@house.example",
                "domain": "house.example", "dead": "dead", "pauses": [0.05], "starttls": True,
                "ca_file": self.authority.path(authority), **keys}

    def offer(self):
        self.client.assign(self.client.lead_new(email="ann@acme.example"), "P1")
        self.client.release("L1")

    def test_mail_leaves_behind_starttls(self):
        self.bridge("mail", self.section("ca.pem")).start()
        self.offer()
        until(lambda: self.smtp.mails)
        self.assertEqual(self.smtp.mails[0][0], "desk@north.example")

    def test_a_mail_server_of_a_foreign_authority_gets_nothing(self):
        bridge = self.bridge("mail", self.section("foreign-ca.pem")).start()
        self.offer()
        until(lambda: "CERTIFICATE_VERIFY_FAILED" in bridge.log())
        self.assertEqual(self.smtp.mails, [])

    def test_without_starttls_the_refusal_is_a_dead_letter(self):
        bridge = self.bridge("mail", self.section("ca.pem", starttls=False)).start()
        self.offer()
        until(lambda: "STARTTLS first" in bridge.log())
        self.assertEqual(len(list((bridge.folder / "dead").glob("*.json"))), 1)


class Hooks(Secured):
    def receiver(self, authority):
        receiver = Receiver(context=self.context)
        self.addCleanup(receiver.close)
        endpoint = {"name": "crm", "url": f"https://127.0.0.1:{receiver.port}/in",
                    "secret_file": "secret", "ca_file": self.authority.path(authority)}
        bridge = self.bridge("hooks", {"dead": "dead", "pauses": [], "endpoints": [endpoint]})
        return receiver, bridge

    def test_a_hook_is_posted_over_https(self):
        receiver, bridge = self.receiver("ca.pem")
        self.client.lead_new(email="ann@acme.example")
        bridge.start()
        until(lambda: receiver.requests)
        self.assertEqual(receiver.requests[0][1]["Leadline-Event"], "lead.created")

    def test_an_endpoint_of_a_foreign_authority_gets_nothing(self):
        receiver, bridge = self.receiver("foreign-ca.pem")
        self.client.lead_new(email="ann@acme.example")
        bridge.start()
        until(lambda: "CERTIFICATE_VERIFY_FAILED" in bridge.log())
        self.assertEqual(receiver.requests, [])

    def test_a_leadline_server_of_a_foreign_authority_is_not_talked_to(self):
        receiver, bridge = self.receiver("ca.pem")
        bridge.configure(
            self.server.tls_port, tls=True, ca_file=self.authority.path("foreign-ca.pem"))
        self.client.lead_new(email="ann@acme.example")
        bridge.start()
        self.assertNotEqual(bridge.wait(), 0)
        self.assertIn("CERTIFICATE_VERIFY_FAILED", bridge.log())
        self.assertEqual(receiver.requests, [])

    def test_an_authority_file_that_is_missing_is_told_at_the_start(self):
        _, bridge = self.receiver("none.pem")
        bridge.start()
        self.assertNotEqual(bridge.wait(), 0)
        self.assertIn("ca_file", bridge.log())


if __name__ == "__main__":
    unittest.main()
