"""Values, requests and errors, without a server."""

import os
import tempfile
import unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from leadline import Client, LeadlineError, Retry, Token, commands, errors, values
from leadline.block import AnyBlock
from leadline.request import Page, Record
from leadline.retry import keyed
from leadline.settings import Settings


class Words(unittest.TestCase):
    def test_what_is_given_is_written_exactly(self):
        paris = timezone(timedelta(hours=2))
        for value, expected in [
            ("a b", "a b"), (b"\xff", b"\xff"), (0, "0"), (-7, "-7"),
            (Decimal("1150.50"), "1150.50"),
            (Decimal("1E+3"), "1000"), (Decimal("0.0000001"), "0.0000001"),
            (datetime(2026, 11, 21, 19, tzinfo=paris), "2026-11-21T17:00:00Z"),
            (date(2026, 11, 21), "2026-11-21"), (timedelta(days=7), "7d"),
            (timedelta(hours=36), "36h"), (timedelta(seconds=90), "90s"),
        ]:
            with self.subTest(value=value):
                self.assertEqual(values.word(value), expected)

    def test_what_cannot_be_exact_is_refused(self):
        for value, error in [
            (1150.5, TypeError), (True, TypeError), (object(), TypeError), (None, TypeError),
            (datetime(2026, 11, 21), ValueError), (timedelta(0), ValueError),
            (timedelta(milliseconds=5), ValueError), (timedelta(days=-1), ValueError),
        ]:
            with self.subTest(value=value), self.assertRaises(error):
                values.word(value)
        with self.assertRaises(TypeError):
            commands.lead_new(email="a@b.example", value=12.5).words  # type: ignore[arg-type]

    def test_a_request_is_the_words_that_would_be_typed(self):
        for request, line in [
            (commands.ping(), "PING"),
            (commands.client_list(), "CLIENT LIST"),
            (commands.lead_new(email="a@b.example", area=["US", "JP"], queue=True),
             "LEAD.NEW EMAIL a@b.example AREA US AREA JP QUEUE"),
            (commands.lead_set("L1", title="", field={"size": 12}, if_=3),
             "LEAD.SET L1 TITLE  FIELD size 12 IF 3"),
            (commands.lead_list(status=["open", "won"], in_="2026-11"),
             "LEAD.LIST STATUS open,won IN 2026-11"),
            (commands.bonus_approve("B1", "B2"), "BONUS.APPROVE B1 B2"),
            (commands.assign("L1", "AUTO"), "ASSIGN L1 AUTO"),
            (commands.status("L1", "won", value=Decimal("10.00")), "STATUS L1 won VALUE 10.00"),
        ]:
            with self.subTest(line=line):
                self.assertEqual(" ".join(map(str, request.words)), line)

    def test_a_word_of_a_list_holds_no_comma(self):
        with self.assertRaises(ValueError):
            commands.lead_list(service=["a,b", "c"])
        self.assertIn("a,b", commands.lead_list(service="a,b").words)

    def test_a_reference_is_the_place_in_the_block(self):
        block = AnyBlock()
        lead = block.lead_new(email="a@b.example")
        block.note(lead, "hello")
        self.assertEqual(block.requests[1].words, ["NOTE", "$1", "hello"])
        for _ in range(8):
            last = block.lead_new(email="a@b.example")
        with self.assertRaises(ValueError):
            block.note(last, "too far")
        with self.assertRaises(LeadlineError):
            lead.result


class Records(unittest.TestCase):
    def test_fields_have_their_types_and_unknown_ones_are_kept(self):
        lead = commands.LeadGetReply({
            b"id": b"L1", b"version": 2, b"value": b"1150.50", b"external": b"no",
            b"created": b"2026-11-21T17:00:00Z", b"due": None, b"from": b"L9",
            b"fields": {b"size": b"12"}, b"novelty": b"x"})
        self.assertEqual(lead.value, Decimal("1150.50"))
        self.assertEqual(lead.created, datetime(2026, 11, 21, 17, tzinfo=timezone.utc))
        self.assertIsNotNone(lead.created.tzinfo)
        self.assertIs(lead.external, False)
        self.assertIsNone(lead.due)
        self.assertEqual((lead.from_, lead["from"], lead.novelty), ("L9", "L9", "x"))
        self.assertEqual(lead.fields, {"size": "12"})
        with self.assertRaises(AttributeError):
            lead.email
        self.assertEqual(repr(lead), "<LeadGetReply id='L1'>")

    def test_numbers_of_an_event_are_exact(self):
        event = commands.EventsRow({b"seq": 1, b"data": b'{"share":0.1,"n":2}'})
        self.assertEqual(event.data, {"share": Decimal("0.1"), "n": 2})

    def test_what_cannot_be_read_says_which_field(self):
        with self.assertRaisesRegex(errors.ReplyError, "LeadGetReply.value"):
            commands.LeadGetReply({b"value": b"many"})
        with self.assertRaises(errors.ReplyError):
            commands.lead_list().result([None])

    def test_a_page_knows_what_asks_for_the_next(self):
        request = commands.events(cursor="mailer", limit=2)
        page = request.result([b"8", [{b"seq": 7}, {b"seq": 8}]])
        self.assertEqual([row.seq for row in page], [7, 8])
        self.assertEqual(page.following.words, ["EVENTS", "AFTER", "8", "LIMIT", "2"])
        self.assertIsNone(request.result([None, []]).following)


class Errors(unittest.TestCase):
    def test_the_code_decides_the_class(self):
        for line, kind, code in [
            ("EXISTS L7 customer is registered", errors.Exists, "EXISTS"),
            ("ERR AFTER and CURSOR exclude each other", errors.RequestError, "ERR"),
            ("NOVELTY something", errors.ServerError, "NOVELTY"),
            ("ERR", errors.RequestError, "ERR"),
        ]:
            error = errors.server_error(line)
            self.assertIs(type(error), kind)
            self.assertEqual((error.code, str(error)), (code, line))

    def test_what_can_be_relied_on_is_read(self):
        read = errors.server_error
        self.assertEqual(read("EXISTS L7 customer is registered").id, "L7")
        self.assertIsNone(read("EXISTS customer is registered until T").id)
        self.assertEqual(read("CONFLICT L2 is at version 2").id, "L2")
        self.assertEqual(read("BADSTATE lead is new; next: review lost").next, ["review", "lost"])
        self.assertEqual(read("BADSTATE sale is approved").next, [])
        self.assertEqual(read("INVALID zip: '1' has 1 digit").field, "zip")
        aborted = read("ABORTED command 3: EXISTS L7 customer")
        self.assertEqual((aborted.command, errors.cause_of(aborted).id), (3, "L7"))


class Secrets(unittest.TestCase):
    def test_no_token_is_in_any_repr(self):
        client = Client("127.0.0.1", 1, token="sesame")
        shown = [repr(client), repr(client.settings), repr(client.settings.token),
                 repr(client._redis), repr(client._redis.connection_pool), str(vars(client))]
        self.assertNotIn("sesame", " ".join(shown))

    def test_a_token_comes_from_a_file_that_only_its_owner_reads(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "token"
            path.write_text("sesame\n")
            path.chmod(0o600)
            self.assertEqual(Token(file=path).get_credentials(), ("sesame",))
            path.write_text("renewed")
            self.assertEqual(Token(file=path).get_credentials(), ("renewed",))
            path.chmod(0o640)
            with self.assertRaisesRegex(LeadlineError, "chmod 600"):
                Token(file=path).get_credentials()
            path.chmod(0o600)
            path.write_text(" ")
            with self.assertRaisesRegex(LeadlineError, "empty"):
                Token(file=path).get_credentials()

    def test_the_environment_fills_in_what_was_not_given(self):
        names = {"LEADLINE_HOST": "h", "LEADLINE_PORT": "7", "LEADLINE_TOKEN": "t",
                 "LEADLINE_TOKEN_FILE": "f"}
        def settings(variables, *given):
            return Settings.of(*(given or (None,) * 4), False, 1, 1, None, variables)
        found = settings(names)
        self.assertEqual((found.host, found.port), ("h", 7))
        self.assertEqual(found.token.get_credentials(), ("t",))
        self.assertEqual(settings(names, "x", 9, None, "g").token.file, "g")
        plain = settings({})
        self.assertEqual((plain.host, plain.port, plain.token), ("127.0.0.1", 5323, None))


class Retries(unittest.TestCase):
    def test_writes_get_a_key_and_keep_their_own(self):
        first = keyed(commands.lead_new(email="a@b.example"))
        second = keyed(commands.lead_get("L1"))
        self.assertTrue(first.may_repeat and second.may_repeat)
        self.assertIsNone(second.key)
        self.assertEqual(keyed(commands.lead_new(idem="mine")).key, "mine")
        self.assertFalse(commands.lead_new().may_repeat)
        self.assertFalse(keyed(commands.debug_clock()).may_repeat)

    def test_pauses_grow_to_the_longest(self):
        pauses = list(Retry(attempts=8, first=0.1, longest=1).pauses())
        self.assertEqual(len(pauses), 7)
        self.assertTrue(0.05 <= pauses[0] <= 0.1 and max(pauses) <= 1)


if __name__ == "__main__":
    unittest.main()
