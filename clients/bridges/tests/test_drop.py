"""The drop folder: what becomes of lines, and kills between the reply and the next line."""

import csv
import unittest

import faults
import servers
from helpers import Bridge, until
from leadline import Client
from leadline_bridges import drop
from leadline_bridges.drop import Sheet, Unreadable

GOOD = "Email,Name,Value,Area,field.Size\n" + "".join(
    f"c{n}@c{n}.example,Name {n},{n}.50,US;JP,{n}\n" for n in range(1, 9))


class Sheets(unittest.TestCase):
    def test_a_line_is_keywords_and_a_key_of_the_file(self):
        sheet = Sheet("\ufeff".encode() + GOOD.encode())
        number, row = sheet.rows[0]
        self.assertEqual(sheet.keywords(row), {
            "email": "c1@c1.example", "name": "Name 1", "value": "1.50", "area": ["US", "JP"],
            "field": {"Size": "1"}})
        self.assertEqual((number, len(sheet.key(number))), (2, 4 + 64 + 2))
        self.assertNotEqual(sheet.digest, Sheet(GOOD.encode() + b"\n").digest)

    def test_a_file_that_cannot_be_read_says_why(self):
        for content, reason in [
            (b"", "empty"), (b"\n\n", "empty"), (b"name\nx\n", "'email'"),
            (b"email\n\xff\n", "UTF-8"),
            (b"email,colour\n", "'colour'"), (b"email,EMAIL\n", "one name"),
            (b'email,name\n"a@b.example,x\n', "no CSV"),
        ]:
            with self.subTest(content=content), self.assertRaisesRegex(Unreadable, reason):
                Sheet(content)


class Drop(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(servers.server("--durability", "os"))
        self.client = self.enterContext(Client("127.0.0.1", self.server.port))
        self.bridge = Bridge("drop", self.server.port, {"folder": "leads", "pause": 0.05})
        self.addCleanup(self.bridge.close)
        self.root = self.bridge.folder / "leads"
        (self.root / "in").mkdir(parents=True)

    def drop(self, name, content):
        (self.root / "in" / f".{name}").write_text(content)
        (self.root / "in" / f".{name}").rename(self.root / "in" / name)

    def rows(self, path):
        with open(self.root / path, newline="") as file:
            return list(csv.reader(file))

    def await_done(self, name):
        until(lambda: (self.root / "done" / name).exists())

    def emails(self):
        return sorted(row.email for row in self.client.every(
            self.client.lead_list(columns=["email"])))

    def test_good_lines_become_leads_and_bad_ones_come_back(self):
        self.client.lead_new(email="taken@taken.example")
        self.drop("a.csv", GOOD + "taken@taken.example,Taken,1,,\nbad@bad.example,Bad,abc,US,\n"
                  "short@short.example\n")
        self.bridge.start()
        self.await_done("a.csv")
        self.assertEqual(len(self.emails()), 9)
        lead = self.client.lead_get("L2")
        self.assertEqual((str(lead.value), lead.areas, lead.fields),
                         ("1.50", ["US", "JP"], {"Size": "1"}))
        self.assertEqual(self.rows("done/a.leads.csv")[:2], [["line", "lead"], ["2", "L2"]])
        errors = self.rows("errors/a.csv")
        self.assertEqual(errors[0], ["Email", "Name", "Value", "Area", "field.Size", *drop.OURS])
        self.assertEqual([row[-2] for row in errors[1:]], ["EXISTS", "INVALID", "INVALID"])
        corrected = "\n".join([",".join(errors[0]), "bad@bad.example,Bad,7,US,,,"])
        self.drop("a.csv", corrected + "\n")
        self.await_done("a-2.csv")
        self.assertIn("bad@bad.example", self.emails())

    def test_the_same_file_twice_makes_nothing_twice(self):
        self.drop("a.csv", GOOD)
        self.bridge.start()
        self.await_done("a.csv")
        self.drop("b.csv", GOOD)
        self.await_done("b.csv")
        self.assertEqual(self.rows("done/a.leads.csv"), self.rows("done/b.leads.csv"))
        self.assertEqual(len(self.emails()), 8)

    def test_a_file_that_cannot_be_read_is_put_aside(self):
        self.drop("a.csv", "colour\nred\n")
        self.drop(".part.csv", GOOD)
        self.bridge.start()
        until(lambda: (self.root / "errors/a.csv").exists())
        self.assertIn("colour", (self.root / "errors/a.csv.txt").read_text())
        self.assertEqual(self.emails(), [])

    def test_killed_between_a_lead_and_its_line_nothing_is_lost_or_doubled(self):
        self.drop("a.csv", GOOD)
        for nth, fault in ((3, faults.Once), (2, faults.OnceAnswered), (6, faults.OnceAnswered)):
            kill = fault(b"LEAD.NEW", lambda: self.bridge.kill(), nth)
            with faults.Proxy(self.server.port, kill) as proxy:
                self.bridge.configure(proxy.port)
                self.bridge.start()
                self.bridge.wait()
            self.assertTrue((self.root / "work/a.csv").exists())
        self.bridge.configure(self.server.port)
        self.bridge.start()
        self.await_done("a.csv")
        self.assertEqual(self.emails(), [f"c{n}@c{n}.example" for n in range(1, 9)])
        self.assertEqual(self.rows("done/a.leads.csv")[1:],
                         [[f"{n + 1}", f"L{n}"] for n in range(1, 9)])


if __name__ == "__main__":
    unittest.main()
