#!/usr/bin/env python3
"""The story of clients/EXAMPLE.md: HOST PORT of a server with a new, empty store."""

import sys
from decimal import Decimal

from leadline import Client, Exists, NotPermitted


def register(house: Client) -> tuple[str, str]:
    """Makes the users and the partner; answers the tokens of pia and fay."""
    house.user_new("root", role="admin")
    fay = house.user_new("fay", role="finance")
    partner = house.partner_new(name="Northwind Payroll", email="desk@northwind.example")
    pia = house.user_new("pia", role="partner", partner=partner)
    house.cover_add(partner, service="payroll", area="US")
    house.referrer_new(kind="contact", name="Rita Reed", rate="10%")
    print(f"partner {partner} covers payroll in US")
    return pia, fay


def take(house: Client) -> str:
    """Takes the lead, twice as after a line that broke, and a third time in another spelling."""
    def ann() -> str:
        return house.lead_new(
            email="ann@acme.example", name="Ann Lee", company="Acme", service="payroll",
            zip="90210", value=Decimal(1200), referrer="R1", idem="example-1")

    lead = ann()
    print("lead", lead)
    print("lead", ann(), "again, by its key")
    try:
        house.lead_new(email="Ann Lee <ANN+web@acme.example>", service="payroll")
    except Exists as error:
        print(error.code, error.id)
    return lead


def hand_over(house: Client, lead: str, pia: str) -> None:
    """Offers the lead; pia accepts it and gets in touch."""
    with house.block() as block:
        partner = block.assign(lead, "AUTO")
        version = block.release(lead)
    print(f"assigned to {partner.result}, version {version.result}")
    with Client(*address, token=pia) as desk:
        desk.accept(lead)
        status = desk.status(lead, "contacted")
        print(f"{status.status}; next: {' '.join(status.next)}")
        try:
            desk.partner_list()
        except NotPermitted as error:
            print(error.code)


def sell(house: Client, lead: str, fay: str) -> None:
    """Reports the sale; fay approves it and completes the bonus, which is approved here."""
    sale = house.sale_new(lead, amount=Decimal("1150.50"), idem="example-2")
    won = house.lead_get(lead)
    print(f"sale {sale} of {won.value} {won.currency}, the lead is {won.status}")
    with Client(*address, token=fay) as finance:
        bonus = finance.sale_approve(sale)[0]
        print(f"bonus {bonus.id} of {bonus.amount} for {bonus.earner} is {bonus.state}")
        finance.bonus_complete(bonus.id)
    house.bonus_approve(bonus.id)
    balance = house.balance("R1")[0]
    print(f"balance of R1: earned {balance.earned} due {balance.due} {balance.currency}")


address = (sys.argv[1], int(sys.argv[2]))
with Client(*address) as house:
    pia, fay = register(house)
    lead = take(house)
    hand_over(house, lead, pia)
    sell(house, lead, fay)
    for event in house.every(house.events(of=lead, limit=2, columns=["seq", "type"])):
        print(event.seq, event.type)
