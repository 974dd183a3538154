"""The client, for threads and for asyncio, against real servers."""

import asyncio
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import faults
import servers
from leadline import (
    TLS, Aborted, AsyncClient, Client, Conflict, ConnectionFailed, Exists, Invalid, LoginError,
    NotFound, NotTrusted, RequestError, Retry)
from tls_files import Authority

QUICK = Retry(attempts=60, first=0.01, longest=0.2)


class WithServer(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(servers.server("--durability", "os"))
        self.client = self.enterContext(Client("127.0.0.1", self.server.port))


class Secured(unittest.TestCase):
    def test_a_server_is_believed_by_its_authority_only(self):
        authority = self.enterContext(Authority())
        server = self.enterContext(servers.server(
            "--durability", "os", *authority.options("server"), "--tlsport", "0"))

        def call(name):
            with Client("127.0.0.1", server.tls_port, tls=TLS(authority.path(name))) as client:
                return client.lead_new(email=f"{name}@acme.example")

        async def call_async(name):
            tls = TLS(authority.path(name))
            async with AsyncClient("127.0.0.1", server.tls_port, tls=tls) as client:
                return await client.lead_new(email=f"{name}@other.example")

        self.assertEqual((call("ca.pem"), asyncio.run(call_async("ca.pem"))), ("L1", "L2"))
        for refused in (call, lambda name: asyncio.run(call_async(name))):
            with self.assertRaisesRegex(NotTrusted, "CERTIFICATE_VERIFY_FAILED"):
                refused("foreign-ca.pem")


class Calls(WithServer):
    def test_a_lead_is_made_read_and_refused(self):
        client = self.client
        lead = client.lead_new(
            email="ann@acme.example", value=Decimal("1200.5"), name="Zoë 日本")
        record = client.lead_get(lead)
        self.assertEqual((record.id, record.version, record.name), ("L1", 1, "Zoë 日本"))
        self.assertEqual(record.value, Decimal("1200.50"))
        with self.assertRaises(Exists) as caught:
            client.lead_new(email="ANN@acme.example")
        self.assertEqual(caught.exception.id, lead)
        for error, request in [
            (NotFound, lambda: client.lead_get("L9")),
            (Invalid, lambda: client.lead_new(email="b@b.example", zip="1234")),
            (RequestError, lambda: client.execute("LEAD.NEW", "EMALE", "x")),
            (Conflict, lambda: client.lead_set(lead, title="x", if_=7)),
        ]:
            with self.subTest(error=error), self.assertRaises(error):
                request()
        self.assertEqual(client.lead_set(lead, title="x", if_=1), 2)
        self.assertIsNone(client.territory_get("90210"))

    def test_attachments_are_bytes(self):
        lead, content = self.client.lead_new(email="a@a.example"), bytes(range(256)) * 40
        self.client.attach(lead, "all.bin", mime="application/octet-stream", data=content)
        self.assertEqual(self.client.attach_get(lead, "all.bin").data, content)

    def test_pages_are_walked_to_the_end(self):
        for number in range(7):
            self.client.lead_new(email=f"a{number}@a{number}.example")
        page = self.client.lead_list(limit=3)
        self.assertEqual((len(page), page[0].id), (3, "L7"))
        self.assertEqual([row.id for row in self.client.every(page)],
                         [f"L{n}" for n in range(7, 0, -1)])

    def test_a_block_happens_whole_or_not_at_all(self):
        with self.client.block() as block:
            lead = block.lead_new(email="a@a.example")
            block.note(lead, "first")
            missing = block.lead_get("L9")
        self.assertEqual((lead.result, self.client.note(lead.result)[0].text), ("L1", "first"))
        with self.assertRaises(NotFound):
            missing.result
        with self.assertRaises(Exists) as caught, self.client.block() as block:
            block.lead_new(email="b@b.example")
            block.lead_new(email="a@a.example")
        self.assertNotIsInstance(caught.exception, Aborted)
        self.assertEqual(len(self.client.lead_list()), 1)
        with self.assertRaises(Invalid), self.client.block() as block:
            block.lead_new(email="b@b.example", zip="1234")
        with self.assertRaises(KeyError), self.client.block() as block:
            block.lead_new(email="c@c.example")
            raise KeyError
        self.assertEqual(len(self.client.lead_list()), 1)

    def test_threads_share_a_client(self):
        with ThreadPoolExecutor(16) as pool:
            leads = list(pool.map(
                lambda n: self.client.lead_new(email=f"t{n}@t{n}.example"), range(200)))
        self.assertEqual(len(set(leads)), 200)

    def test_a_login_by_token_file_is_read_again(self):
        root = self.client.user_new("root", role="admin")
        with tempfile.NamedTemporaryFile("w", suffix=".token") as file:
            file.write(root)
            file.flush()
            with Client("127.0.0.1", self.server.port, token_file=file.name) as client:
                self.assertEqual(client.whoami().user, "root")
        with Client("127.0.0.1", self.server.port, token="no" * 26) as client:
            with self.assertRaises(LoginError) as caught:
                client.whoami()
        self.assertEqual(caught.exception.code, "WRONGPASS")
        with Client("127.0.0.1", self.server.port) as client, self.assertRaises(LoginError):
            client.whoami()


class Asynchronous(WithServer):
    def test_the_same_for_asyncio(self):
        asyncio.run(self.story())

    async def story(self):
        async with AsyncClient("127.0.0.1", self.server.port) as client:
            leads = await asyncio.gather(*(
                client.lead_new(email=f"a{n}@a{n}.example", value=Decimal(n)) for n in range(50)))
            self.assertEqual(len(set(leads)), 50)
            rows = [row.id async for row in client.every(await client.lead_list(limit=7))]
            self.assertEqual(sorted(rows), sorted(leads))
            async with client.block() as block:
                lead = block.lead_new(email="block@b.example")
                block.note(lead, "hello")
            self.assertEqual((await client.lead_get(lead.result)).email, "block@b.example")
            with self.assertRaises(Exists):
                async with client.block() as block:
                    block.lead_new(email="block@b.example")
                    block.lead_new(email="other@b.example")
            with self.assertRaises(NotFound):
                await client.lead_get("L999")
            seen = [event.seq async for event in client.follow("place", wait=None, limit=7)]
            self.assertEqual(seen, list(range(1, len(seen) + 1)))
            self.assertEqual(await client.cursor_get("place"), len(seen))

    def test_a_wait_that_is_cancelled_leaves_the_client_usable(self):
        async def story():
            async with AsyncClient("127.0.0.1", self.server.port) as client:
                with self.assertRaises(TimeoutError):
                    async with asyncio.timeout(0.2):
                        await client.events(after="now", block=60000)
                self.assertEqual(await client.ping(), "PONG")
        asyncio.run(story())


class Failures(WithServer):
    def test_nothing_is_sent_twice_by_itself(self):
        with faults.Proxy(self.server.port, faults.LostReplies(b"NOTE")) as proxy:
            lead = self.client.lead_new(email="a@a.example")
            with Client("127.0.0.1", proxy.port) as client, self.assertRaises(ConnectionFailed):
                client.note(lead, "once")
        self.assertEqual(len(self.client.note(lead)), 1)

    def test_a_lost_answer_is_asked_for_again_by_key(self):
        with faults.Proxy(self.server.port, faults.LostReplies(b"NOTE", times=3)) as proxy:
            lead = self.client.lead_new(email="a@a.example")
            with Client("127.0.0.1", proxy.port) as client:
                self.assertEqual(client.retrying(QUICK).note(lead, "once"), "OK")
        self.assertEqual([row.text for row in self.client.note(lead)], ["once"])

    def test_a_block_whose_answer_was_lost_happens_once(self):
        with faults.Proxy(self.server.port, faults.LostReplies(b"EXEC", times=2)) as proxy:
            with Client("127.0.0.1", proxy.port) as client:
                with client.retrying(QUICK).block() as block:
                    lead = block.lead_new(email="a@a.example")
                    block.note(lead, "once")
        self.assertEqual(lead.result, "L1")
        self.assertEqual(len(self.client.note("L1")), 1)

    def test_a_server_that_was_restarted_is_found_again(self):
        client = self.client.retrying(QUICK)
        client.lead_new(email="a@a.example")
        self.server.kill()
        with self.assertRaises(ConnectionFailed):
            self.client.lead_get("L1")
        restart = threading.Timer(0.3, self.server.start)
        restart.start()
        self.assertEqual(client.lead_new(email="b@b.example"), "L2")
        restart.join()

    def test_a_silent_server_is_given_up_in_time(self):
        with faults.Proxy(self.server.port, faults.Silence()) as proxy:
            client = Client("127.0.0.1", proxy.port, timeout=0.3)
            started = time.monotonic()
            with self.assertRaises(ConnectionFailed):
                client.ping()
            self.assertLess(time.monotonic() - started, 5)


class Events(WithServer):
    def test_a_stream_goes_on_where_it_was_after_restarts(self):
        seen, total = [], 60
        writer = self.client.retrying(QUICK)

        def write():
            for number in range(total):
                writer.lead_new(email=f"e{number}@e{number}.example")
                if number in (20, 40):
                    self.server.kill()
                    time.sleep(0.1)
                    self.server.start()

        thread = threading.Thread(target=write)
        thread.start()
        with Client("127.0.0.1", self.server.port) as reader:
            stream = reader.follow("mailer", type="lead.created", wait=0.5, limit=10)
            for event in stream:
                seen.append(event.seq)
                if len(seen) == total:
                    break
        thread.join()
        self.assertEqual(seen, sorted(set(seen)))
        self.assertEqual(len(seen), total)
        # The last one was not followed by a question for the next: it comes again.
        again = [event.seq for event in
                 self.client.follow("mailer", type="lead.created", wait=None)]
        self.assertEqual(again, seen[-1:])
        self.assertEqual(self.client.cursor_get("mailer"), seen[-1])

    def test_what_does_not_match_is_passed_over(self):
        for number in range(5):
            self.client.lead_new(email=f"e{number}@e{number}.example")
        self.client.partner_new(name="North")
        found = [event.subject for event in
                 self.client.follow(type="partner.*", wait=None, limit=2)]
        self.assertEqual(found, ["P1"])


class Example(unittest.TestCase):
    def test_the_example_prints_what_the_story_says(self):
        clients = Path(__file__).resolve().parents[2]
        story = (clients / "EXAMPLE.md").read_text()
        expected = story.partition("```text\n")[2].partition("```")[0]
        with servers.server() as server:
            run = subprocess.run(
                [sys.executable, str(clients / "python/example.py"), "127.0.0.1", str(server.port)],
                capture_output=True, text=True, timeout=60)
        self.assertEqual((run.stdout, run.stderr), (expected, ""))


if __name__ == "__main__":
    unittest.main()
