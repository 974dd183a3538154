"""Web hooks over real sockets: signatures, repeats, dead letters, kills."""

import json
import unittest

import faults
import servers
from helpers import Bridge, Receiver, until
from leadline import Client
from leadline_bridges import hooks
from leadline_bridges.common import PAUSES


class Signatures(unittest.TestCase):
    def test_the_signature_is_the_documented_one(self):
        # printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac sesame
        self.assertEqual(
            hooks.signature("sesame", 1700000000, b'{"a":1}'),
            "t=1700000000,v1=" + SIGNED)

    def test_only_the_right_one_lately_is_genuine(self):
        body, now = b'{"a":1}', 1700000000
        header = hooks.signature("sesame", now, body)
        self.assertTrue(hooks.is_genuine("sesame", header, body, now))
        self.assertTrue(hooks.is_genuine("sesame", header, body, now + 300))
        for secret, text, content, at in [
            ("other", header, body, now), ("sesame", header, body + b" ", now),
            ("sesame", header, body, now + 301), ("sesame", header, body, now - 301),
            ("sesame", "", body, now), ("sesame", "t=x,v1=", body, now),
            ("sesame", header.replace("t=17", "t=18"), body, 1800000000),
            ("sesame", header + ",v1=00", body, now),
        ]:
            with self.subTest(text=text, at=at):
                self.assertFalse(hooks.is_genuine(secret, text, content, at))


SIGNED = "961ee441db69fca5ccc174d9488a77f3c0397cd3ce633bd80dbc6e3320242468"


class Hooks(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(servers.server("--durability", "os"))
        self.client = self.enterContext(Client("127.0.0.1", self.server.port))
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        endpoint = {"name": "crm", "url": f"http://127.0.0.1:{self.receiver.port}/in?a=1",
                    "secret_file": "secret", "types": ["lead.*"]}
        self.other = Receiver()
        self.addCleanup(self.other.close)
        away = {"name": "away", "url": f"http://127.0.0.1:{self.other.port}/", "types": ["*"],
                "secret_file": "secret"}
        self.bridge = Bridge("hooks", self.server.port, {
            "dead": "dead", "pauses": [0.05, 0.05], "endpoints": [endpoint, away]})
        self.addCleanup(self.bridge.close)

    def keys(self):
        return [headers["Leadline-Delivery"] for _, headers, _ in self.receiver.requests]

    def leads(self, count):
        for number in range(count):
            self.client.lead_new(email=f"a{number}@a{number}.example", name="Zoë")

    def test_every_event_arrives_signed_and_in_order(self):
        self.client.partner_new(name="North")
        self.leads(3)
        self.bridge.start()
        until(lambda: len(self.receiver.requests) == 3 and len(self.other.requests) == 4)
        self.assertEqual(self.keys(), ["crm-2", "crm-3", "crm-4"])
        path, headers, body = self.receiver.requests[0]
        self.assertEqual((path, headers["Leadline-Event"]), ("/in?a=1", "lead.created"))
        self.assertTrue(hooks.is_genuine("sesame", headers["Leadline-Signature"], body))
        event = json.loads(body)
        self.assertEqual((event["seq"], event["subject"], event["data"]["name"]), (2, "L1", "Zoë"))
        self.assertEqual(list(event),
                         ["seq", "at", "type", "subject", "ref", "version", "actor", "data"])

    def test_what_fails_is_repeated_then_dead_and_replayed_with_its_key(self):
        self.receiver.statuses = [500, 302, 200, 503, 503, 429]
        self.leads(3)
        self.bridge.start()
        until(lambda: len(self.receiver.requests) == 7)
        self.assertEqual(self.keys(), ["crm-1"] * 3 + ["crm-2"] * 3 + ["crm-3"])
        self.assertEqual({path for path, _, _ in self.receiver.requests}, {"/in?a=1"})
        until(lambda: (self.bridge.folder / "dead/crm-2.json").exists())
        self.receiver.statuses = [500]
        self.assertEqual(self.bridge.replay("crm-2"),
                         (1, "crm-2: given up after 1 attempts: HTTP 500\n"))
        self.assertEqual(self.bridge.replay(), (0, "crm-2: delivered\n"))
        first, last = self.receiver.requests[3], self.receiver.requests[-1]
        self.assertEqual((first[1]["Leadline-Delivery"], first[2]),
                         (last[1]["Leadline-Delivery"], last[2]))
        self.assertTrue(hooks.is_genuine("sesame", last[1]["Leadline-Signature"], last[2]))

    def test_an_endpoint_that_is_away_stops_no_other(self):
        self.other.close()
        self.leads(5)
        self.bridge.start()
        until(lambda: len(self.receiver.requests) == 5)

    def test_killed_between_post_and_cursor_it_comes_again_with_the_same_key(self):
        self.leads(4)
        fault = faults.Once(b"hook-crm", lambda: self.bridge.kill(), 4)
        with faults.Proxy(self.server.port, fault) as proxy:
            self.bridge.configure(proxy.port)
            self.bridge.start()
            self.bridge.wait()
        before = self.keys()
        self.bridge.configure(self.server.port)
        self.bridge.start()
        until(lambda: self.client.cursor_get("hook-crm") == 4)
        after = self.keys()[len(before):]
        self.assertEqual(after[0], before[-1])
        self.assertEqual(sorted(set(before + after)), [f"crm-{n}" for n in range(1, 5)])

    def test_the_schedule_is_the_documented_one(self):
        readme = (hooks.__file__.rsplit("/", 2)[0]) + "/README.md"
        with open(readme) as file:
            self.assertIn(" ".join(f"{pause} s" for pause in PAUSES), file.read())

    def test_it_ends_in_order(self):
        self.bridge.start()
        until(lambda: self.client.cursor_get("hook-crm") is not None)
        self.assertEqual(self.bridge.stop(), 0)


if __name__ == "__main__":
    unittest.main()
