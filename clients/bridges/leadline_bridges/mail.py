"""Mail: partners are told of offers, and whoever brought a lead how it goes on.

The mail says nothing of the customer: what a partner may see of it is for the server to decide, and
mail travels and is kept where nobody can erase it.
"""

import logging
import smtplib
import time
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from leadline import NotFound

from .common import FOREVER, PAUSES, DeadLetters, Passing, Refused, deliver, replay_all

log = logging.getLogger("mail")
CURSOR = "bridge-mail"
TYPES = ("lead.*",)
SECONDS = 60
TOPIC = "leads"
"""Who has unsubscribed from this topic, or from everything, gets no mail."""


def one_line(text):
    """Text that may stand in a header."""
    return " ".join(str(text).split())


class Post:
    """Makes the mails of an event."""

    def __init__(self, client, sender, domain):
        self.client, self.sender, self.domain = client, sender, domain

    def of(self, event):
        """The mails that the event asks for, by key; none where its lead is gone."""
        status = (event.data or {}).get("status")
        if not (isinstance(status, list) and len(status) == 2):
            return {}
        try:
            lead = self.client.lead_get(event.subject)
        except NotFound:
            return {}
        mails = {}
        if event.type == "lead.offered" and lead.partner:
            self.add(mails, event, lead, "partner", lead.partner, self.offer)
        if lead.referrer and lead.referrer != lead.partner:
            self.add(mails, event, lead, "referrer", lead.referrer, self.progress)
        return mails

    def add(self, mails, event, lead, role, earner, write):
        record = (self.client.partner_get(earner) if earner.startswith("P")
                  else self.client.referrer_get(earner))
        address = parseaddr(record.email or "")[1]
        if not address or self.client.suppress_check(email=address, topic=TOPIC) != "free":
            return
        subject, body = write(event, lead)
        mails[f"{event.seq}-{role}"] = self.message(event, role, address, subject, body)

    def offer(self, event, lead):
        about = [f"service: {lead.service or 'any'}"]
        about += [f"place: {place}" for place in [lead.zip or ", ".join(lead.areas)] if place]
        about += [f"value: {lead.value} {lead.currency}"] if lead.value is not None else []
        due = f"\nPlease answer by {lead.due:%Y-%m-%d %H:%M} UTC." if lead.due else ""
        return f"Lead {lead.id} is offered to you", (
            f"Lead {lead.id} is offered to you.\n\n" + "\n".join(about)
            + f"\n{due}\nLog in and say ACCEPT {lead.id}, or DECLINE {lead.id} REASON …\n")

    def progress(self, event, lead):
        before, after = event.data["status"]
        return f"Your lead {lead.id} is {after}", (
            f"The lead {lead.id} that you brought was {before or 'registered'} and is now "
            f"{after}.\n")

    def message(self, event, role, address, subject, body):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, address, one_line(subject)
        mail["Date"] = format_datetime(event.at)
        # The same for every attempt, so that a mail that comes twice can be told to be one.
        mail["Message-ID"] = f"<leadline.{event.seq}.{role}@{self.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Leadline-Event"] = str(event.seq)
        mail.set_content(body)
        return mail


class Mailer:
    """Hands mails to an SMTP server."""

    def __init__(self, config):
        self.host, self.port = config.need("server"), config.get("port", 25)
        self.trust = config.trust() if config.get("starttls", False) else None
        self.user = config.get("user")
        self.password = config.secret("password_file") if self.user else None

    def send(self, mail):
        """Returns when the server has taken the mail over."""
        try:
            with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as session:
                if self.trust:
                    session.starttls(context=self.trust)
                if self.user:
                    session.login(self.user, self.password)
                session.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise self.judged(code, text) from error
        except smtplib.SMTPResponseException as error:
            raise self.judged(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Away(str(error)) from error

    @staticmethod
    def judged(code, text):
        reason = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
        return Refused(reason) if 500 <= code < 600 else Passing(reason)


class Away(Exception):
    """There is no mail server: nothing is wrong with the mail, so it waits."""


def patiently(send, longest=60):
    """Waits for the mail server, however long that takes."""
    pause = 0.5
    while True:
        try:
            return send()
        except Away as error:
            log.warning("no mail server: %s", error)
            time.sleep(pause)
            pause = min(pause * 2, longest)


def serve(config):
    """Sends mail until it is ended; one may come twice, with one Message-ID, never not at all."""
    section = config.section("mail")
    client = config.client("mail")
    post = Post(client.retrying(FOREVER), section.need("from"), section.need("domain"))
    mailer, letters = Mailer(section), DeadLetters(section.path("dead"))
    pauses = section.get("pauses", PAUSES)
    for event in client.follow(CURSOR, type=TYPES, policy=FOREVER):
        for key, mail in post.of(event).items():
            reason = deliver(lambda: patiently(lambda: mailer.send(mail)), pauses)
            if reason:
                letters.keep(key, mail.as_string(), reason)
            log.info("%s %s", key, "dead: " + reason if reason else "sent")


def replay(config, keys):
    """Sends dead mails again."""
    section = config.section("mail")
    mailer = Mailer(section)
    return replay_all(
        DeadLetters(section.path("dead")), keys,
        lambda letter: mailer.send(message_from_string(letter, policy=policy.default)))
