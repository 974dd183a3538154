"""Seeded bytes for the fuzzer: random ones, and the vectors' requests bent out of shape."""

import re

WORDS = (
    b"0", b"-1", b"1", b"1000", b"9223372036854775807", b"9223372036854775808", b"1e9", b"NaN",
    b"99999999999999999999999", b"L1", b"P1", b"ref:x", b"L0", b"L18446744073709551616", b"*",
    b"\\N",
    b"US-90210", b"2026-02-30", b"9999-12-31T23:59:60Z", b"7d", b"999999999999d", b"IN", b"IDEM",
    b"FORCE", b"DRYRUN", b"LIMIT", b"AFTER", b"COLUMNS", b'"', b"'", b'"\\x', b'""', b"\xc3\x28",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"a@b.example", b"@", b"+@", b"a" * 5000,
    b"\xd0\xbf@\xd0\xbf.\xd1\x80\xd1\x84", b"x@" + b"a." * 200 + b"example", b"%s%n", b"\x00",
)
HEADS = (
    b"*1\r\n$4\r\nPI", b"*-1\r\n", b"*0\r\n", b"*1025\r\n", b"*9999999999999999999\r\n",
    b"*2\r\n$4\r\nECHO\r\n$1048577\r\n", b"*1\r\n$-1\r\n", b"*1\r\n$99999999999\r\n",
    b"$4\r\nPING\r\n", b"*1\r\n:1\r\n",
    b"*01\r\n", b"* 1\r\n", b"*1\n$4\nPING\n", b"*" + b"1" * 40 + b"\r\n", b"*1\r\n$4\r\nPINGxx",
    b"\xff\xf4\xff\xfd\x06", b"\xff\xfa\x18\x00", b"\xff\xff", b"\xff", b"\x16\x03\x01\x02\x00\x01",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"POST / HTTP/1.0\r\n", b"\xef\xbb\xbfPING\r\n",
    b"\x04\r\n",
    b"a" * 70_000, b"\r\n" * 1000, b"# comment\r\n", b"\x03", b"PING\r", b"\x00\r\n",
)
"""Openings that a parser can stumble over."""

LEAVES_THE_DIALECT = re.compile(
    rb"FORMAT|HELLO|RESET|QUIT|BLOCK|DEEP|VERIFY|SUBSCRIBE|MONITOR|MULTI|HTTP/|[\x03\x04\xff]"
    rb"|^\s*(\*|POST|Host:|\x16)",
    re.IGNORECASE)
"""Requests after which replies are not counted: another dialect, the end, a wait, long work, pushes
between replies, or an open block."""

HARMS_OTHERS = re.compile(rb"CONFIG\s+SET|CLIENT\s+KILL|USER\.NEW|SHUTDOWN", re.IGNORECASE)
"""What would end, refuse or log out the connections of other conversations, as it should."""

FOREIGN = re.compile(rb"POST|Host:|HTTP/|\x16", re.IGNORECASE)
"""What closes a connection without an answer."""


def corpus(directory):
    """Every request of the vectors, as the bytes of its line without the end."""
    lines = []
    for path in sorted(directory.glob("*.txt")):
        for line in path.read_text().splitlines():
            found = re.fullmatch(r">>? ?\d* ?(.*)|>resp (.*)", line)
            if found and not line.startswith((">hex", ">eof")):
                lines.append((found[1] or found[2] or "").encode())
            elif line.startswith(">hex "):
                lines.append(hex_bytes(line[5:]).rstrip(b"\r\n"))
    return [line for line in lines if line and not HARMS_OTHERS.search(line)]


def hex_bytes(text):
    """The bytes of a `>hex` line, in which `20*65532` is a byte that many times."""
    result = b""
    for word in text.split():
        digits, _, count = word.partition("*")
        result += bytes.fromhex(digits) * int(count or 1)
    return result


def mutated(rng, lines):
    """One of the lines, changed in one to four places; sometimes not at all."""
    line = bytearray(rng.choice(lines)[:8192])
    for _ in range(rng.randrange(5)):
        start = rng.randrange(len(line) + 1)
        end = min(len(line), start + rng.randrange(1, 12))
        kind = rng.randrange(8)
        if kind == 0:
            line[start:end] = rng.randbytes(end - start)
        elif kind == 1:
            del line[start:end]
        elif kind == 2:
            line[start:start] = b" " + rng.choice(WORDS) + b" "
        elif kind == 3:
            line[start:start] = line[start:end] * rng.randrange(1, 20)
        elif kind == 4:
            line[start:] = rng.choice(lines)[start : start + 2000]
        elif kind == 5:
            words = line.split(b" ")
            rng.shuffle(words)
            line = bytearray(b" ".join(words))
        elif kind == 6:
            words = line.split(b" ")
            words[rng.randrange(len(words))] = rng.choice(WORDS)
            line = bytearray(b" ".join(words))
        elif start < len(line):
            line[start] ^= 1 << rng.randrange(8)
    return bytes(line)


def array(words):
    """A well-formed array request."""
    head = b"*%d\r\n" % len(words)
    return head + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


def bent_array(rng, words):
    """An array request of which a header or a piece is wrong."""
    data = bytearray(array(words))
    for _ in range(rng.randrange(1, 4)):
        start = rng.randrange(len(data))
        if rng.random() < 0.5:
            data[start] = rng.choice(b"0123456789*$\r\n-+: \x00\xff")
        else:
            del data[start : start + rng.randrange(1, 4)]
    return bytes(data)


def wild(rng, lines, is_array):
    """A burst of anything: random bytes, hostile openings, bent requests."""
    parts = []
    for _ in range(rng.randrange(1, 30)):
        kind = rng.randrange(10)
        if kind == 0:
            parts.append(rng.randbytes(rng.randrange(1, 400)))
        elif kind == 1:
            parts.append(rng.choice(HEADS))
        elif is_array:
            words = mutated(rng, lines).split(b" ")
            parts.append(array(words) if kind < 6 else bent_array(rng, words))
        else:
            parts.append(mutated(rng, lines) + rng.choice((b"\n", b"\r\n", b"\r\n", b"\r")))
    return b"".join(parts)


def countable(rng, lines, is_array):
    """Requests that are answered one reply each, in the dialect of the connection."""
    requests = []
    while len(requests) < 20:
        line = mutated(rng, lines).replace(b"\n", b" ").replace(b"\r", b" ")
        if LEAVES_THE_DIALECT.search(line) or len(line) > 60_000:
            continue
        words = line.split()
        if not words or words[0].startswith(b"#"):
            continue
        requests.append(array(words) if is_array else line + b"\r\n")
    return requests
