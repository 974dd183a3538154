"""How amounts and rates are said to the server."""

from money_taxes import DIGITS


class Refused(Exception):
    """A reply that the books did not expect."""


def text(minor, currency):
    digits, sign, size = DIGITS[currency], "-" if minor < 0 else "", abs(minor)
    if not digits:
        return f"{sign}{size}"
    return f"{sign}{size // 10 ** digits}.{size % 10 ** digits:0{digits}}"


def minor_of(cell, currency):
    whole, _, part = cell.partition(".")
    return int(whole) * 10 ** DIGITS[currency] + int(part or 0)


def percent(rate):
    return f"{float(rate * 100):.4f}%"
