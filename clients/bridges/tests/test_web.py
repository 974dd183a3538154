"""The pages behind the links, over HTTP: what looks changes nothing, what confirms does."""

import http.client
import re
import threading
import unittest
from urllib.parse import urlencode

import faults
import servers
from leadline import Client
from leadline_bridges import web

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Web(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(servers.server("--durability", "os"))
        self.client = self.enterContext(Client("127.0.0.1", self.server.port))
        links = self.client.nurture_new(email="ann@acme.example", topic="news")
        self.quote, self.leave = f"/q/{links.quote}", f"/u/{links.unsubscribe}"
        self.serve(self.client)

    def serve(self, client):
        http_server = web.server(client, ("127.0.0.1", 0))
        self.port = http_server.server_address[1]
        threading.Thread(target=http_server.serve_forever, daemon=True).start()
        self.addCleanup(http_server.server_close)
        self.addCleanup(http_server.shutdown)

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def post(self, path, **fields):
        return self.ask("POST", path, urlencode(fields), FORM)

    def head(self):
        return self.client.audit_head().seq

    def suppressed(self):
        return self.client.suppress_check(email="ann@acme.example", topic="news") == "suppressed"

    def test_looking_changes_nothing_however_it_is_done(self):
        before = self.head()
        for path in (self.quote, self.leave, self.quote + "?utm_source=x",
                     self.leave + "?confirm=1"):
            for method in ("GET", "HEAD"):
                answer, text = self.ask(method, path)
                self.assertEqual((answer.status, bool(text)), (200, method == "GET"))
                self.assertGreater(int(answer.headers["Content-Length"]), 0)
        for method in ("OPTIONS", "PUT", "DELETE", "PATCH"):
            self.assertEqual(self.ask(method, self.leave)[0].status, 501)
        self.assertEqual((self.head(), self.suppressed()), (before, False))

    def test_the_address_stays_with_who_has_it(self):
        answer, _ = self.ask("GET", self.quote)
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])

    def test_a_confirmation_unsubscribes_and_may_be_repeated(self):
        self.assertEqual(self.post(self.leave)[0].status, 200)
        self.assertTrue(self.suppressed())
        before = self.head()
        self.assertEqual(self.post(self.leave)[0].status, 200)
        self.assertEqual(self.head(), before)
        self.assertIn("get no more", self.ask("GET", self.leave)[1])

    def test_a_mail_programs_own_button_unsubscribes(self):
        answer, _ = self.ask("POST", self.leave, "List-Unsubscribe=One-Click", FORM)
        self.assertEqual((answer.status, self.suppressed()), (200, True))

    def test_a_form_makes_one_lead_however_often_it_is_sent(self):
        _, form = self.ask("GET", self.quote)
        key = re.search(r"name=key value=([0-9a-f]{32})", form)[1]
        for _ in range(3):
            answer, _ = self.post(self.quote, name="Ann <Lee>", notes="call me", key=key,
                                  owner="root", email="x@x.example")
            self.assertEqual(answer.status, 200)
        leads = self.client.lead_list(columns=["id", "name", "email", "owner"])
        self.assertEqual([(lead.name, lead.email, lead.owner) for lead in leads],
                         [("Ann <Lee>", "ann@acme.example", None)])
        self.assertEqual(len(self.client.events(type="nurture.quoted")), 1)

    def test_what_is_wrong_is_said_and_changes_nothing(self):
        before = self.head()
        for status, answer in [
            (404, self.ask("GET", "/q/" + "0" * 52)), (404, self.post("/u/" + "0" * 52)),
            (404, self.ask("GET", "/")), (404, self.post("/q/a/b")),
            (404, self.post(self.quote.replace("/q/", "/u/"))),
            (404, self.ask("GET", self.leave.replace("/u/", "/q/"))),
            (422, self.post(self.quote, zip="1234")),
            (411, self.ask("POST", self.leave, iter([b"x"]), FORM)),
            (413, self.ask("POST", self.leave, b"x", FORM | {"Content-Length": "99999"})),
            (415, self.ask("POST", self.leave, b"{}", {"Content-Type": "application/json"})),
            (400, self.ask("POST", self.leave, b"\xff=1", FORM)),
            (400, self.post(self.leave, **{f"f{n}": "x" for n in range(60)})),
        ]:
            with self.subTest(status=status):
                self.assertEqual(answer[0].status, status)
        self.assertEqual((self.head(), self.suppressed()), (before, False))

    def test_a_lost_answer_is_made_up_for(self):
        with faults.Proxy(self.server.port, faults.LostReplies(b"NURTURE.QUOTE", 2)) as proxy:
            self.serve(self.enterContext(Client("127.0.0.1", proxy.port)))
            self.assertEqual(self.post(self.quote, name="Ann")[0].status, 200)
        self.assertEqual(len(self.client.events(type="nurture.quoted")), 1)

    def test_a_server_that_is_away_is_no_answer(self):
        self.server.kill()
        answer, text = self.post(self.quote, name="Ann")
        self.assertEqual(answer.status, 503)
        self.assertIn("try again", text)

    def test_no_token_is_logged(self):
        with self.assertLogs("web", "INFO") as logged:
            self.ask("GET", self.quote)
        self.assertNotIn(self.quote[3:], " ".join(logged.output))


if __name__ == "__main__":
    unittest.main()
