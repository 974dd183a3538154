"""Every command: its record, its request, and its method.

Written by clients/python/generate.py; not to be edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from . import values
from .method import Method
from .request import (
    Page, Record, Request, as_any, as_integer, as_list, as_map, as_nullable,
    as_nullable_integer, as_page, as_page_or_text, as_text)
from .values import (
    Amount, Day, Duration, Id, Ids, Moment, Time, Value, Word, listed, paired, repeated)


class WhoamiReply(Record):
    """What WHOAMI answers."""

    user: str | None
    role: str | None
    partner: str | None
    referrer: str | None


class ClientLastseqReply(Record):
    """What CLIENT LASTSEQ answers."""

    commit: int | None
    view: int | None


class UserDisableReply(Record):
    """What USER.DISABLE answers."""

    version: int
    leads: list[Any]


class UserGetReply(Record):
    """What USER.GET answers."""

    readers = {
        "disabled": values.yes,
        "issued": values.instant,
        "created": values.instant,
        "updated": values.instant,
    }
    name: str | None
    version: int
    role: str | None
    partner: str | None
    referrer: str | None
    disabled: bool | None
    issued: Moment | None
    created: Moment
    creator: str | None
    updated: Moment | None


class UserListRow(Record):
    """What USER.LIST answers."""

    readers = {
        "disabled": values.yes,
        "issued": values.instant,
        "created": values.instant,
        "updated": values.instant,
    }
    name: str | None
    role: str | None
    partner: str | None
    referrer: str | None
    disabled: bool | None
    issued: Moment | None
    created: Moment
    version: int
    creator: str | None
    updated: Moment | None


class PartnerGetReply(Record):
    """What PARTNER.GET answers."""

    readers = {
        "pinned": values.yes,
        "fixed": values.amount,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    version: int
    state: str
    kind: str | None
    name: str | None
    email: str | None
    phone: str | None
    contact: str | None
    contact2: str | None
    manager: str | None
    tier: str | None
    pinned: bool | None
    parent: str | None
    weight: int | None
    capacity: int | None
    open: int | None
    timezone: str | None
    hours: str | None
    rate: str | None
    fixed: Decimal | None
    currency: str | None
    profile: str | None
    ref: str | None
    created: Moment
    updated: Moment | None


class PartnerListRow(Record):
    """What PARTNER.LIST answers."""

    readers = {
        "created": values.instant,
        "pinned": values.yes,
        "fixed": values.amount,
        "updated": values.instant,
    }
    id: str
    state: str
    name: str | None
    kind: str | None
    tier: str | None
    manager: str | None
    weight: int | None
    capacity: int | None
    open: int | None
    created: Moment
    version: int
    email: str | None
    phone: str | None
    contact: str | None
    contact2: str | None
    pinned: bool | None
    parent: str | None
    timezone: str | None
    hours: str | None
    rate: str | None
    fixed: Decimal | None
    currency: str | None
    profile: str | None
    ref: str | None
    updated: Moment | None


class PartnerApproveReply(Record):
    """What PARTNER.APPROVE answers."""

    user: str | None
    token: str | None


class ServiceListRow(Record):
    """What SERVICE.LIST answers."""

    readers = {
        "created": values.instant,
    }
    name: str | None
    text: str | None
    created: Moment


class CoverListRow(Record):
    """What COVER.LIST answers."""

    partner: str | None
    service: str | None
    area: str | None


class TerritoryListRow(Record):
    """What TERRITORY.LIST answers."""

    readers = {
        "since": values.instant,
    }
    zip: str | None
    country: str | None
    partner: str | None
    since: Moment | None


class ReferrerGetReply(Record):
    """What REFERRER.GET answers."""

    readers = {
        "fixed": values.amount,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    version: int
    kind: str | None
    name: str | None
    email: str | None
    rate: str | None
    fixed: Decimal | None
    currency: str | None
    ref: str | None
    created: Moment
    updated: Moment | None


class ReferrerListRow(Record):
    """What REFERRER.LIST answers."""

    readers = {
        "created": values.instant,
        "fixed": values.amount,
        "updated": values.instant,
    }
    id: str
    kind: str | None
    name: str | None
    email: str | None
    ref: str | None
    created: Moment
    version: int
    rate: str | None
    fixed: Decimal | None
    currency: str | None
    updated: Moment | None


class CampaignGetReply(Record):
    """What CAMPAIGN.GET answers."""

    readers = {
        "since": values.instant,
        "until": values.instant,
        "ended": values.instant,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    version: int
    state: str
    name: str | None
    services: list[Any]
    areas: list[Any]
    tiers: list[Any]
    products: list[Any]
    since: Moment | None
    until: Moment | None
    boost: str | None
    protect: str | None
    owner: str | None
    goal: int | None
    leads: int | None
    won: int | None
    ended: Moment | None
    created: Moment
    updated: Moment | None


class CampaignListRow(Record):
    """What CAMPAIGN.LIST answers."""

    readers = {
        "since": values.instant,
        "until": values.instant,
        "ended": values.instant,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    state: str
    name: str | None
    since: Moment | None
    until: Moment | None
    boost: str | None
    owner: str | None
    goal: int | None
    leads: int | None
    won: int | None
    version: int
    services: list[Any]
    areas: list[Any]
    tiers: list[Any]
    products: list[Any]
    protect: str | None
    ended: Moment | None
    created: Moment
    updated: Moment | None


class TierListRow(Record):
    """What TIER.LIST answers."""

    readers = {
        "minrevenue": values.amount,
    }
    name: str | None
    rank: int | None
    rate: str | None
    minwon: int | None
    minrevenue: Decimal | None
    currency: str | None
    window: str | None
    grace: str | None
    protect: str | None
    benefits: list[Any]


class TierEvaluateRow(Record):
    """What TIER.EVALUATE answers."""

    readers = {
        "revenue": values.amount,
        "until": values.instant,
    }
    partner: str | None
    way: str | None
    from_: str | None
    to: str | None
    won: int | None
    revenue: Decimal | None
    currency: str | None
    until: Moment | None


class CollateralListRow(Record):
    """What COLLATERAL.LIST answers."""

    readers = {
        "created": values.instant,
    }
    name: str | None
    url: str | None
    service: str | None
    tier: str | None
    created: Moment


class TrainingListRow(Record):
    """What TRAINING.LIST answers."""

    readers = {
        "at": values.instant,
    }
    partner: str | None
    course: str | None
    at: Moment | None
    author: str | None


class PartnerStatsReply(Record):
    """What PARTNER.STATS answers."""

    readers = {
        "earned": values.amount,
        "paid": values.amount,
        "held": values.amount,
        "due": values.amount,
        "reserved": values.amount,
        "debt": values.amount,
        "available": values.amount,
        "next_due_amount": values.amount,
        "next_due_date": values.instant,
        "pinned": values.yes,
        "lapses": values.instant,
        "window_revenue": values.amount,
        "missing_revenue": values.amount,
    }
    partner: str | None
    name: str | None
    state: str
    leads: int | None
    new: int | None
    offered: int | None
    accepted: int | None
    contacted: int | None
    quoted: int | None
    won: int | None
    lost: int | None
    rejected: int | None
    withdrawn: int | None
    needsinfo: int | None
    queued: int | None
    qualified: int | None
    meeting: int | None
    negotiation: int | None
    unqualified: int | None
    expired: int | None
    conversion: str | None
    days_to_close: str | None
    currency: str | None
    earned: Decimal | None
    paid: Decimal | None
    held: Decimal | None
    due: Decimal | None
    reserved: Decimal | None
    debt: Decimal | None
    available: Decimal | None
    next_due_amount: Decimal | None
    next_due_date: Moment | None
    tier: str | None
    pinned: bool | None
    lapses: Moment | None
    benefits: list[Any]
    window_won: int | None
    window_revenue: Decimal | None
    next_tier: str | None
    missing_won: int | None
    missing_revenue: Decimal | None


class LeadGetReply(Record):
    """What LEAD.GET answers."""

    readers = {
        "value": values.amount,
        "external": values.yes,
        "due": values.instant,
        "protected_until": values.instant,
        "meeting": values.instant,
        "created": values.instant,
        "updated": values.instant,
        "closed": values.instant,
    }
    id: str
    version: int
    status: str | None
    direction: str | None
    title: str | None
    email: str | None
    name: str | None
    company: str | None
    phone: str | None
    service: str | None
    areas: list[Any]
    zip: str | None
    country: str | None
    value: Decimal | None
    currency: str | None
    notes: str | None
    source: str | None
    external: bool | None
    submitter: str | None
    owner: str | None
    partner: str | None
    referrer: str | None
    helper: str | None
    campaign: str | None
    products: list[Any]
    ref: str | None
    score: int | None
    due: Moment | None
    protected_until: Moment | None
    reason: str | None
    meeting: Moment | None
    from_: str | None
    related: list[Any]
    sales: list[Any]
    dispute: str | None
    missing: list[Any]
    created: Moment
    updated: Moment | None
    closed: Moment | None
    fields: dict[str, Any]


class LeadListRow(Record):
    """What LEAD.LIST answers."""

    readers = {
        "due": values.instant,
        "created": values.instant,
        "value": values.amount,
        "external": values.yes,
        "protected_until": values.instant,
        "meeting": values.instant,
        "updated": values.instant,
        "closed": values.instant,
    }
    id: str
    status: str | None
    direction: str | None
    name: str | None
    company: str | None
    service: str | None
    zip: str | None
    partner: str | None
    owner: str | None
    score: int | None
    due: Moment | None
    created: Moment
    version: int
    title: str | None
    email: str | None
    phone: str | None
    areas: list[Any]
    country: str | None
    value: Decimal | None
    currency: str | None
    notes: str | None
    source: str | None
    external: bool | None
    submitter: str | None
    referrer: str | None
    helper: str | None
    campaign: str | None
    products: list[Any]
    ref: str | None
    protected_until: Moment | None
    reason: str | None
    meeting: Moment | None
    from_: str | None
    related: list[Any]
    sales: list[Any]
    dispute: str | None
    missing: list[Any]
    updated: Moment | None
    closed: Moment | None
    fields: dict[str, Any]


class LeadFindRow(Record):
    """What LEAD.FIND answers."""

    readers = {
        "due": values.instant,
        "created": values.instant,
        "value": values.amount,
        "external": values.yes,
        "protected_until": values.instant,
        "meeting": values.instant,
        "updated": values.instant,
        "closed": values.instant,
    }
    id: str
    status: str | None
    direction: str | None
    name: str | None
    company: str | None
    service: str | None
    zip: str | None
    partner: str | None
    owner: str | None
    score: int | None
    due: Moment | None
    created: Moment
    version: int
    title: str | None
    email: str | None
    phone: str | None
    areas: list[Any]
    country: str | None
    value: Decimal | None
    currency: str | None
    notes: str | None
    source: str | None
    external: bool | None
    submitter: str | None
    referrer: str | None
    helper: str | None
    campaign: str | None
    products: list[Any]
    ref: str | None
    protected_until: Moment | None
    reason: str | None
    meeting: Moment | None
    from_: str | None
    related: list[Any]
    sales: list[Any]
    dispute: str | None
    missing: list[Any]
    updated: Moment | None
    closed: Moment | None
    fields: dict[str, Any]


class QueueRow(Record):
    """What QUEUE answers."""

    readers = {
        "due": values.instant,
        "created": values.instant,
        "value": values.amount,
        "external": values.yes,
        "protected_until": values.instant,
        "meeting": values.instant,
        "updated": values.instant,
        "closed": values.instant,
    }
    id: str
    status: str | None
    direction: str | None
    name: str | None
    company: str | None
    service: str | None
    zip: str | None
    partner: str | None
    owner: str | None
    score: int | None
    due: Moment | None
    created: Moment
    version: int
    title: str | None
    email: str | None
    phone: str | None
    areas: list[Any]
    country: str | None
    value: Decimal | None
    currency: str | None
    notes: str | None
    source: str | None
    external: bool | None
    submitter: str | None
    referrer: str | None
    helper: str | None
    campaign: str | None
    products: list[Any]
    ref: str | None
    protected_until: Moment | None
    reason: str | None
    meeting: Moment | None
    from_: str | None
    related: list[Any]
    sales: list[Any]
    dispute: str | None
    missing: list[Any]
    updated: Moment | None
    closed: Moment | None
    fields: dict[str, Any]


class NoteRow(Record):
    """What NOTE answers."""

    readers = {
        "at": values.instant,
        "shared": values.yes,
    }
    n: int
    at: Moment | None
    author: str | None
    shared: bool | None
    text: str | None


class FormGetRow(Record):
    """What FORM.GET answers."""

    readers = {
        "required": values.yes,
        "personal": values.yes,
        "min": values.amount,
        "max": values.amount,
    }
    field: str | None
    type: str
    choices: list[Any]
    required: bool | None
    personal: bool | None
    min: Decimal | None
    max: Decimal | None


class ScoreRow(Record):
    """What SCORE answers."""

    rule: str | None
    group: str | None
    points: int | None


class ScoreListRow(Record):
    """What SCORE.LIST answers."""

    rule: str | None
    group: str | None
    field: str | None
    op: str | None
    value: str | None
    points: int | None
    cap: int | None
    halflife: str | None


class NurtureNewReply(Record):
    """What NURTURE.NEW answers."""

    quote: str | None
    unsubscribe: str | None


class NurtureOpenReply(Record):
    """What NURTURE.OPEN answers."""

    readers = {
        "suppressed": values.yes,
        "created": values.instant,
    }
    purpose: str | None
    email: str | None
    topic: str | None
    campaign: str | None
    suppressed: bool | None
    created: Moment


class NurtureQuoteReply(Record):
    """What NURTURE.QUOTE answers."""

    lead: str | None
    outcome: str | None


class SuppressListRow(Record):
    """What SUPPRESS.LIST answers."""

    readers = {
        "since": values.instant,
    }
    address: str | None
    topic: str | None
    since: Moment | None
    actor: str | None


class MailListRow(Record):
    """What MAIL.LIST answers."""

    readers = {
        "at": values.instant,
    }
    at: Moment | None
    email: str | None
    from_: str | None
    subject: str | None
    body: str | None
    author: str | None


class ItemListRow(Record):
    """What ITEM.LIST answers."""

    readers = {
        "qty": values.amount,
        "price": values.amount,
        "amount": values.amount,
    }
    n: int
    sku: str | None
    name: str | None
    qty: Decimal | None
    price: Decimal | None
    amount: Decimal | None
    currency: str | None


class AttachGetReply(Record):
    """What ATTACH.GET answers."""

    readers = {
        "at": values.instant,
        "data": values.octets,
    }
    name: str | None
    mime: str | None
    size: int | None
    sha256: str | None
    url: str | None
    at: Moment | None
    author: str | None
    data: bytes | None


class AttachListRow(Record):
    """What ATTACH.LIST answers."""

    readers = {
        "at": values.instant,
        "data": values.octets,
    }
    name: str | None
    mime: str | None
    size: int | None
    sha256: str | None
    url: str | None
    at: Moment | None
    author: str | None
    data: bytes | None


class FeedbackListRow(Record):
    """What FEEDBACK.LIST answers."""

    readers = {
        "at": values.instant,
    }
    lead: str | None
    about: str | None
    partner: str | None
    rating: int | None
    text: str | None
    author: str | None
    at: Moment | None


class PersonRow(Record):
    """What PERSON answers."""

    readers = {
        "at": values.instant,
    }
    kind: str | None
    id: str
    at: Moment | None
    data: dict[str, Any]


class TodoRow(Record):
    """What TODO answers."""

    readers = {
        "due": values.instant,
    }
    due: Moment | None
    what: str | None
    id: str
    why: str | None
    command: str | None


class RouteRow(Record):
    """What ROUTE answers."""

    partner: str | None
    rank: int | None
    kept: str | None
    reason: str | None


class StatusReply(Record):
    """What STATUS answers."""

    readers = {
        "since": values.instant,
        "due": values.instant,
    }
    id: str
    status: str | None
    since: Moment | None
    partner: str | None
    owner: str | None
    due: Moment | None
    next: list[Any]


class FlowRow(Record):
    """What FLOW answers."""

    from_: str | None
    to: str | None
    by: list[Any]
    command: str | None
    requires: list[Any]
    timer: str | None


class SlaListRow(Record):
    """What SLA.LIST answers."""

    stage: str | None
    target: str | None
    warn: str | None
    service: str | None
    tier: str | None


class OverdueRow(Record):
    """What OVERDUE answers."""

    readers = {
        "due": values.instant,
    }
    id: str
    stage: str | None
    due: Moment | None
    late_by: str | None
    partner: str | None
    owner: str | None


class HolidayListRow(Record):
    """What HOLIDAY.LIST answers."""

    readers = {
        "date": values.day,
    }
    date: Day | None
    name: str | None
    partner: str | None
    country: str | None


class ClaimGetReply(Record):
    """What CLAIM.GET answers."""

    readers = {
        "registered": values.instant,
        "accepted": values.instant,
        "protected_until": values.instant,
    }
    lead: str | None
    state: str
    partner: str | None
    products: list[Any]
    registered: Moment | None
    accepted: Moment | None
    protected_until: Moment | None
    waiting: list[Any]
    dispute: str | None


class ClaimListRow(Record):
    """What CLAIM.LIST answers."""

    readers = {
        "registered": values.instant,
        "accepted": values.instant,
        "protected_until": values.instant,
    }
    lead: str | None
    state: str
    partner: str | None
    products: list[Any]
    registered: Moment | None
    accepted: Moment | None
    protected_until: Moment | None
    waiting: list[Any]
    dispute: str | None


class DisputeGetReply(Record):
    """What DISPUTE.GET answers."""

    readers = {
        "created": values.instant,
        "updated": values.instant,
        "closed": values.instant,
    }
    id: str
    version: int
    state: str
    lead: str | None
    email: str | None
    partner: str | None
    by: str | None
    reason: str | None
    for_: str | None
    resolution: str | None
    notes: list[Any]
    created: Moment
    updated: Moment | None
    closed: Moment | None


class DisputeListRow(Record):
    """What DISPUTE.LIST answers."""

    readers = {
        "created": values.instant,
        "closed": values.instant,
        "updated": values.instant,
    }
    id: str
    state: str
    lead: str | None
    email: str | None
    partner: str | None
    by: str | None
    for_: str | None
    created: Moment
    closed: Moment | None
    version: int
    reason: str | None
    resolution: str | None
    notes: list[Any]
    updated: Moment | None


class CreditRow(Record):
    """What CREDIT answers."""

    earner: str | None
    share: str | None
    source: str | None


class ReportFunnelRow(Record):
    """What REPORT FUNNEL answers."""

    readers = {
        "value": values.amount,
    }
    period: str | None
    stage: str | None
    leads: int | None
    share: str | None
    step: str | None
    open: int | None
    ended: int | None
    value: Decimal | None
    currency: str | None
    rates: list[Any]


class ReportPartnersRow(Record):
    """What REPORT PARTNERS answers."""

    readers = {
        "value": values.amount,
        "pipeline": values.amount,
        "revenue": values.amount,
        "commission": values.amount,
    }
    period: str | None
    partner: str | None
    name: str | None
    tier: str | None
    leads: int | None
    offered: int | None
    accepted: int | None
    contacted: int | None
    quoted: int | None
    won: int | None
    lost: int | None
    dropped: int | None
    open: int | None
    declined: int | None
    conversion: str | None
    value: Decimal | None
    pipeline: Decimal | None
    sales: int | None
    revenue: Decimal | None
    commission: Decimal | None
    currency: str | None
    days: str | None
    rates: list[Any]


class ReportRepsRow(Record):
    """What REPORT REPS answers."""

    readers = {
        "value": values.amount,
        "pipeline": values.amount,
        "revenue": values.amount,
        "commission": values.amount,
    }
    period: str | None
    owner: str | None
    leads: int | None
    offered: int | None
    accepted: int | None
    contacted: int | None
    quoted: int | None
    won: int | None
    lost: int | None
    dropped: int | None
    open: int | None
    declined: int | None
    conversion: str | None
    value: Decimal | None
    pipeline: Decimal | None
    sales: int | None
    revenue: Decimal | None
    commission: Decimal | None
    currency: str | None
    days: str | None
    rates: list[Any]


class ReportReferrersRow(Record):
    """What REPORT REFERRERS answers."""

    readers = {
        "value": values.amount,
        "pipeline": values.amount,
        "revenue": values.amount,
        "commission": values.amount,
    }
    period: str | None
    referrer: str | None
    leads: int | None
    offered: int | None
    accepted: int | None
    contacted: int | None
    quoted: int | None
    won: int | None
    lost: int | None
    dropped: int | None
    open: int | None
    declined: int | None
    conversion: str | None
    value: Decimal | None
    pipeline: Decimal | None
    sales: int | None
    revenue: Decimal | None
    commission: Decimal | None
    currency: str | None
    days: str | None
    rates: list[Any]


class ReportSourcesRow(Record):
    """What REPORT SOURCES answers."""

    readers = {
        "value": values.amount,
        "pipeline": values.amount,
        "revenue": values.amount,
        "commission": values.amount,
    }
    period: str | None
    source: str | None
    leads: int | None
    offered: int | None
    accepted: int | None
    contacted: int | None
    quoted: int | None
    won: int | None
    lost: int | None
    dropped: int | None
    open: int | None
    declined: int | None
    conversion: str | None
    value: Decimal | None
    pipeline: Decimal | None
    sales: int | None
    revenue: Decimal | None
    commission: Decimal | None
    currency: str | None
    days: str | None
    rates: list[Any]


class ReportServicesRow(Record):
    """What REPORT SERVICES answers."""

    readers = {
        "value": values.amount,
        "pipeline": values.amount,
        "revenue": values.amount,
        "commission": values.amount,
    }
    period: str | None
    service: str | None
    leads: int | None
    offered: int | None
    accepted: int | None
    contacted: int | None
    quoted: int | None
    won: int | None
    lost: int | None
    dropped: int | None
    open: int | None
    declined: int | None
    conversion: str | None
    value: Decimal | None
    pipeline: Decimal | None
    sales: int | None
    revenue: Decimal | None
    commission: Decimal | None
    currency: str | None
    days: str | None
    rates: list[Any]


class ReportCampaignsRow(Record):
    """What REPORT CAMPAIGNS answers."""

    readers = {
        "value": values.amount,
        "pipeline": values.amount,
        "revenue": values.amount,
        "commission": values.amount,
    }
    period: str | None
    campaign: str | None
    leads: int | None
    offered: int | None
    accepted: int | None
    contacted: int | None
    quoted: int | None
    won: int | None
    lost: int | None
    dropped: int | None
    open: int | None
    declined: int | None
    conversion: str | None
    value: Decimal | None
    pipeline: Decimal | None
    sales: int | None
    revenue: Decimal | None
    commission: Decimal | None
    currency: str | None
    days: str | None
    rates: list[Any]


class ReportSlaRow(Record):
    """What REPORT SLA answers."""

    period: str | None
    stage: str | None
    answered: int | None
    hours: str | None
    missed: int | None


class ReportTrendRow(Record):
    """What REPORT TREND answers."""

    readers = {
        "value": values.amount,
        "revenue": values.amount,
        "commission": values.amount,
    }
    period: str | None
    registered: int | None
    offered: int | None
    accepted: int | None
    contacted: int | None
    won: int | None
    lost: int | None
    dropped: int | None
    value: Decimal | None
    sales: int | None
    revenue: Decimal | None
    commission: Decimal | None
    currency: str | None
    days: str | None
    rates: list[Any]


class ReportLeaderboardRow(Record):
    """What REPORT LEADERBOARD answers."""

    readers = {
        "value": values.amount,
        "revenue": values.amount,
        "commission": values.amount,
    }
    period: str | None
    rank: int | None
    partner: str | None
    name: str | None
    won: int | None
    lost: int | None
    rate: str | None
    value: Decimal | None
    sales: int | None
    revenue: Decimal | None
    commission: Decimal | None
    currency: str | None
    rates: list[Any]


class ReportLiabilityRow(Record):
    """What REPORT LIABILITY answers."""

    readers = {
        "accrued": values.amount,
        "due": values.amount,
        "reserved": values.amount,
        "held": values.amount,
        "debt": values.amount,
        "total": values.amount,
    }
    payee: str | None
    name: str | None
    currency: str | None
    accrued: Decimal | None
    due: Decimal | None
    reserved: Decimal | None
    held: Decimal | None
    debt: Decimal | None
    total: Decimal | None


class ReportAgeingRow(Record):
    """What REPORT AGEING answers."""

    readers = {
        "d0_30": values.amount,
        "d31_60": values.amount,
        "d61_90": values.amount,
        "over_90": values.amount,
        "total": values.amount,
        "oldest": values.day,
    }
    payee: str | None
    name: str | None
    currency: str | None
    d0_30: Decimal | None
    d31_60: Decimal | None
    d61_90: Decimal | None
    over_90: Decimal | None
    total: Decimal | None
    oldest: Day | None


class ReportReciprocityRow(Record):
    """What REPORT RECIPROCITY answers."""

    readers = {
        "given_value": values.amount,
        "received_value": values.amount,
        "balance": values.amount,
        "fees_owed": values.amount,
        "fees_due": values.amount,
    }
    period: str | None
    partner: str | None
    name: str | None
    given: int | None
    given_won: int | None
    given_value: Decimal | None
    received: int | None
    received_won: int | None
    received_value: Decimal | None
    balance: Decimal | None
    currency: str | None
    fees_owed: Decimal | None
    fees_due: Decimal | None
    rates: list[Any]


class ReportPaymentsRow(Record):
    """What REPORT PAYMENTS answers."""

    readers = {
        "received": values.amount,
        "refunded": values.amount,
        "charged_back": values.amount,
        "net": values.amount,
    }
    period: str | None
    method: str | None
    attempts: str | None
    approved: str | None
    declined: int | None
    abandoned: str | None
    unknown: str | None
    refused: str | None
    processing: str | None
    rate: str | None
    received: Decimal | None
    refunded: Decimal | None
    charged_back: Decimal | None
    net: Decimal | None
    currency: str | None
    rates: list[Any]


class FxListRow(Record):
    """What FX.LIST answers."""

    readers = {
        "at": values.day,
        "rate": values.amount,
    }
    from_: str | None
    to: str | None
    at: Day | None
    rate: Decimal | None


class TermsGetRow(Record):
    """What TERMS.GET answers."""

    readers = {
        "fixed": values.amount,
        "minsale": values.amount,
        "cap": values.amount,
    }
    scope: str | None
    type: str
    to: str | None
    products: list[Any]
    version: int
    currency: str | None
    rate: str | None
    fixed: Decimal | None
    brackets: str | None
    mode: str | None
    later: str | None
    recurs: str | None
    hold: str | None
    minsale: Decimal | None
    cap: Decimal | None
    per: str | None
    override: str | None
    of: str | None
    due: str | None
    split: str | None


class TermsListRow(Record):
    """What TERMS.LIST answers."""

    readers = {
        "fixed": values.amount,
        "minsale": values.amount,
        "cap": values.amount,
    }
    scope: str | None
    type: str
    to: str | None
    products: list[Any]
    version: int
    currency: str | None
    rate: str | None
    fixed: Decimal | None
    brackets: str | None
    mode: str | None
    later: str | None
    recurs: str | None
    hold: str | None
    minsale: Decimal | None
    cap: Decimal | None
    per: str | None
    override: str | None
    of: str | None
    due: str | None
    split: str | None


class SaleApproveRow(Record):
    """What SALE.APPROVE answers."""

    readers = {
        "amount": values.amount,
    }
    id: str
    type: str
    earner: str | None
    amount: Decimal | None
    state: str


class SaleGetReply(Record):
    """What SALE.GET answers."""

    readers = {
        "amount": values.amount,
        "refunded": values.amount,
        "net": values.amount,
        "cost": values.amount,
        "signed": values.day,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    version: int
    state: str
    type: str
    lead: str | None
    currency: str | None
    amount: Decimal | None
    refunded: Decimal | None
    net: Decimal | None
    cost: Decimal | None
    signed: Day | None
    approved_by: str | None
    ref: str | None
    bonuses: list[Any]
    created: Moment
    updated: Moment | None


class SaleListRow(Record):
    """What SALE.LIST answers."""

    readers = {
        "amount": values.amount,
        "refunded": values.amount,
        "net": values.amount,
        "signed": values.day,
        "created": values.instant,
        "cost": values.amount,
        "updated": values.instant,
    }
    id: str
    state: str
    type: str
    lead: str | None
    currency: str | None
    amount: Decimal | None
    refunded: Decimal | None
    net: Decimal | None
    signed: Day | None
    created: Moment
    version: int
    cost: Decimal | None
    approved_by: str | None
    ref: str | None
    bonuses: list[Any]
    updated: Moment | None


class BonusSplitRow(Record):
    """What BONUS.SPLIT answers."""

    readers = {
        "amount": values.amount,
    }
    id: str
    amount: Decimal | None
    due_event: str | None


class BonusGetReply(Record):
    """What BONUS.GET answers."""

    readers = {
        "basis": values.amount,
        "amount": values.amount,
        "due": values.instant,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    version: int
    state: str
    type: str
    earner: str | None
    sale: str | None
    lead: str | None
    currency: str | None
    basis: Decimal | None
    rate: str | None
    amount: Decimal | None
    due_event: str | None
    due: Moment | None
    parent: str | None
    completed_by: str | None
    approved_by: str | None
    payout: str | None
    reason: str | None
    created: Moment
    updated: Moment | None


class BonusListRow(Record):
    """What BONUS.LIST answers."""

    readers = {
        "amount": values.amount,
        "due": values.instant,
        "created": values.instant,
        "basis": values.amount,
        "updated": values.instant,
    }
    id: str
    state: str
    type: str
    earner: str | None
    sale: str | None
    lead: str | None
    currency: str | None
    amount: Decimal | None
    due_event: str | None
    due: Moment | None
    created: Moment
    version: int
    basis: Decimal | None
    rate: str | None
    parent: str | None
    completed_by: str | None
    approved_by: str | None
    payout: str | None
    reason: str | None
    updated: Moment | None


class PayoutPreviewRow(Record):
    """What PAYOUT.PREVIEW answers."""

    readers = {
        "due": values.amount,
        "setoff": values.amount,
        "withheld": values.amount,
        "amount": values.amount,
    }
    earner: str | None
    currency: str | None
    due: Decimal | None
    setoff: Decimal | None
    withheld: Decimal | None
    amount: Decimal | None
    bonuses: int | None


class PayoutRunReply(Record):
    """What PAYOUT.RUN answers."""

    run: int | None
    payouts: int | None


class PayoutGetReply(Record):
    """What PAYOUT.GET answers."""

    readers = {
        "amount": values.amount,
        "withheld": values.amount,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    version: int
    state: str
    run: int | None
    payroll: str | None
    earner: str | None
    currency: str | None
    amount: Decimal | None
    withheld: Decimal | None
    bonuses: int | None
    lines: list[Any]
    run_by: str | None
    approved_by: str | None
    method: str | None
    ref: str | None
    reason: str | None
    created: Moment
    updated: Moment | None


class PayoutListRow(Record):
    """What PAYOUT.LIST answers."""

    readers = {
        "amount": values.amount,
        "created": values.instant,
        "withheld": values.amount,
        "updated": values.instant,
    }
    id: str
    state: str
    run: int | None
    earner: str | None
    currency: str | None
    amount: Decimal | None
    bonuses: int | None
    method: str | None
    ref: str | None
    created: Moment
    version: int
    payroll: str | None
    withheld: Decimal | None
    lines: list[Any]
    run_by: str | None
    approved_by: str | None
    reason: str | None
    updated: Moment | None


class PayrollGetReply(Record):
    """What PAYROLL.GET answers."""

    readers = {
        "until": values.instant,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    version: int
    state: str
    run: int | None
    until: Moment | None
    payouts: int | None
    bonuses: int | None
    totals: list[Any]
    lines: list[Any]
    run_by: str | None
    approved_by: str | None
    method: str | None
    ref: str | None
    reason: str | None
    created: Moment
    updated: Moment | None


class TaxGetReply(Record):
    """What TAX.GET answers."""

    readers = {
        "created": values.instant,
        "updated": values.instant,
    }
    payee: str | None
    version: int
    form: str | None
    name: str | None
    address: str | None
    entity: str | None
    tin_last4: str | None
    withhold: str | None
    created: Moment
    updated: Moment | None


class TaxReportRow(Record):
    """What TAX.REPORT answers."""

    readers = {
        "paid": values.amount,
        "carried": values.amount,
        "withheld": values.amount,
        "threshold": values.amount,
        "due": values.yes,
    }
    payee: str | None
    name: str | None
    form: str | None
    entity: str | None
    tin_last4: str | None
    withhold: str | None
    paid: Decimal | None
    carried: Decimal | None
    withheld: Decimal | None
    threshold: Decimal | None
    due: bool | None
    why: str | None


class BalanceRow(Record):
    """What BALANCE answers."""

    readers = {
        "earned": values.amount,
        "paid": values.amount,
        "held": values.amount,
        "due": values.amount,
        "reserved": values.amount,
        "debt": values.amount,
        "available": values.amount,
        "next_due_amount": values.amount,
        "next_due_date": values.instant,
    }
    currency: str | None
    earned: Decimal | None
    paid: Decimal | None
    held: Decimal | None
    due: Decimal | None
    reserved: Decimal | None
    debt: Decimal | None
    available: Decimal | None
    next_due_amount: Decimal | None
    next_due_date: Moment | None


class StatementRow(Record):
    """What STATEMENT answers."""

    readers = {
        "at": values.instant,
        "debit": values.amount,
        "credit": values.amount,
        "balance": values.amount,
    }
    seq: int
    at: Moment | None
    account: str | None
    currency: str | None
    debit: Decimal | None
    credit: Decimal | None
    balance: Decimal | None
    of: str | None


class LedgerListRow(Record):
    """What LEDGER.LIST answers."""

    readers = {
        "at": values.instant,
        "debit": values.amount,
        "credit": values.amount,
    }
    seq: int
    at: Moment | None
    account: str | None
    payee: str | None
    currency: str | None
    debit: Decimal | None
    credit: Decimal | None
    of: str | None


class LedgerTrialRow(Record):
    """What LEDGER.TRIAL answers."""

    readers = {
        "debit": values.amount,
        "credit": values.amount,
    }
    account: str | None
    currency: str | None
    debit: Decimal | None
    credit: Decimal | None


class LedgerCheckRow(Record):
    """What LEDGER.CHECK answers."""

    check: str | None
    subject: str | None
    problem: str | None


class InvoiceGetReply(Record):
    """What INVOICE.GET answers."""

    readers = {
        "amount": values.amount,
        "paid": values.amount,
        "open": values.amount,
        "paid_at": values.instant,
        "created": values.instant,
        "updated": values.instant,
    }
    id: str
    version: int
    state: str
    lead: str | None
    sale: str | None
    bill: str | None
    currency: str | None
    amount: Decimal | None
    paid: Decimal | None
    open: Decimal | None
    ref: str | None
    attempt: str | None
    paid_at: Moment | None
    linked: str | None
    created_by: str | None
    created: Moment
    updated: Moment | None


class InvoiceListRow(Record):
    """What INVOICE.LIST answers."""

    readers = {
        "amount": values.amount,
        "paid": values.amount,
        "open": values.amount,
        "created": values.instant,
        "paid_at": values.instant,
        "updated": values.instant,
    }
    id: str
    state: str
    lead: str | None
    sale: str | None
    bill: str | None
    currency: str | None
    amount: Decimal | None
    paid: Decimal | None
    open: Decimal | None
    ref: str | None
    created: Moment
    version: int
    attempt: str | None
    paid_at: Moment | None
    linked: str | None
    created_by: str | None
    updated: Moment | None


class InvoiceOpenReply(Record):
    """What INVOICE.OPEN answers."""

    readers = {
        "amount": values.amount,
        "paid": values.amount,
        "open": values.amount,
        "paid_at": values.instant,
    }
    invoice: str | None
    state: str
    currency: str | None
    amount: Decimal | None
    paid: Decimal | None
    open: Decimal | None
    payee: str | None
    ref: str | None
    paid_at: Moment | None
    payments: list[Any]


class ReceiptReply(Record):
    """What RECEIPT answers."""

    readers = {
        "amount": values.amount,
        "paid": values.amount,
        "open": values.amount,
        "paid_at": values.instant,
    }
    invoice: str | None
    state: str
    currency: str | None
    amount: Decimal | None
    paid: Decimal | None
    open: Decimal | None
    payee: str | None
    ref: str | None
    paid_at: Moment | None
    payments: list[Any]


class PaymentListRow(Record):
    """What PAYMENT.LIST answers."""

    readers = {
        "amount": values.amount,
        "reversed": values.amount,
        "created": values.instant,
        "ended": values.instant,
    }
    id: str
    state: str
    invoice: str | None
    currency: str | None
    amount: Decimal | None
    reversed: Decimal | None
    method: str | None
    brand: str | None
    last4: str | None
    ref: str | None
    message: str | None
    created: Moment
    ended: Moment | None


class ExplainRow(Record):
    """What EXPLAIN answers."""

    step: str | None
    value: str | None
    source: str | None


class EventsRow(Record):
    """What EVENTS answers."""

    readers = {
        "at": values.instant,
        "data": values.document,
    }
    seq: int
    at: Moment | None
    type: str
    subject: str | None
    ref: str | None
    version: int
    actor: str | None
    data: Any


class EventTypesRow(Record):
    """What EVENT.TYPES answers."""

    type: str
    fields: list[Any]
    since: str | None


class HistoryRow(Record):
    """What HISTORY answers."""

    readers = {
        "at": values.instant,
        "data": values.document,
    }
    seq: int
    at: Moment | None
    type: str
    version: int
    actor: str | None
    from_: str | None
    data: Any


class AuditHeadReply(Record):
    """What AUDIT.HEAD answers."""

    seq: int
    hash: str | None


class AuditVerifyReply(Record):
    """What AUDIT.VERIFY answers."""

    events: int | None
    broken_at: int | None


class CursorListRow(Record):
    """What CURSOR.LIST answers."""

    readers = {
        "updated": values.instant,
    }
    name: str | None
    seq: int
    behind: int | None
    updated: Moment | None


class CheckRow(Record):
    """What CHECK answers."""

    check: str | None
    subject: str | None
    problem: str | None


class BackupReply(Record):
    """What BACKUP answers."""

    name: str | None
    since: str | None
    event: int | None
    position: int | None
    rows: int | None
    bytes: int | None
    written: int | None


def ping(
    message: Word | None = None,
) -> Request[Any]:
    """Answers PONG, or the message, so that a caller knows the server is there."""
    return Request(
        "PING", as_any, False, False, [message], {})


def echo(
    message: Word,
) -> Request[str]:
    """Answers the message."""
    return Request(
        "ECHO", as_text, False, False, [message], {})


def whoami(
) -> Request[WhoamiReply]:
    """Answers the caller's user, role, partner and referrer."""
    return Request(
        "WHOAMI", as_map(WhoamiReply), False, False, [], {})


def client_id(
) -> Request[int]:
    """Answers the connection's number."""
    return Request(
        "CLIENT ID", as_integer, False, False, [], {})


def client_info(
) -> Request[str]:
    """Answers one line about the connection."""
    return Request(
        "CLIENT INFO", as_text, False, False, [], {})


def client_getname(
) -> Request[str | None]:
    """Answers the connection's name, or null."""
    return Request(
        "CLIENT GETNAME", as_nullable, False, False, [], {})


def client_list(
    *filter: str,
) -> Request[str]:
    """Answers a line for each connection: all, of a TYPE, or by ID."""
    return Request(
        "CLIENT LIST", as_text, False, False, [*filter], {})


def client_kill(
    addr_port: str | None = None,
    *,
    id: int | None = None,
    addr: str | None = None,
    laddr: str | None = None,
    type: Literal["normal", "pubsub", "master", "replica", "slave"] | None = None,
    user: str | None = None,
    skipme: Literal["yes", "no"] | None = None,
    maxage: int | None = None,
) -> Request[Any]:
    """Closes the connections that meet every condition; answers how many."""
    return Request(
        "CLIENT KILL", as_any, False, False, [addr_port], {"ID": id, "ADDR": addr,
        "LADDR": laddr, "TYPE": type, "USER": user, "SKIPME": skipme, "MAXAGE": maxage})


def client_lastseq(
) -> Request[ClientLastseqReply]:
    """Answers this connection's last commit and view of the log of commits."""
    return Request(
        "CLIENT LASTSEQ", as_map(ClientLastseqReply), False, False, [], {})


def client_unblock(
    id: int,
    how: Literal["timeout", "error"] | str | None = None,
) -> Request[int]:
    """Has a connection that waits for events answered now."""
    return Request(
        "CLIENT UNBLOCK", as_integer, False, False, [id, how], {})


def time(
) -> Request[list[Any]]:
    """Answers the server's clock as seconds and microseconds since 1970."""
    return Request(
        "TIME", as_list, False, False, [], {})


def role(
) -> Request[list[Any]]:
    """Answers master, as the one server there is."""
    return Request(
        "ROLE", as_list, False, False, [], {})


def dbsize(
) -> Request[int]:
    """Answers how many leads were ever registered."""
    return Request(
        "DBSIZE", as_integer, False, False, [], {})


def wait(
    numreplicas: int,
    timeout: int,
) -> Request[int]:
    """Answers 0: a write is durable before its reply, and there are no replicas."""
    return Request(
        "WAIT", as_integer, False, False, [numreplicas, timeout], {})


def acl_whoami(
) -> Request[str]:
    """Answers the caller's user name."""
    return Request(
        "ACL WHOAMI", as_text, False, False, [], {})


def module_list(
) -> Request[list[Any]]:
    """Answers an empty list: there are no modules."""
    return Request(
        "MODULE LIST", as_list, False, False, [], {})


def waitaof(
    numlocal: int,
    numreplicas: int,
    timeout: int,
) -> Request[list[Any]]:
    """Answers 1 and 0: a write is on this disk before its reply."""
    return Request(
        "WAITAOF", as_list, False, False, [numlocal, numreplicas, timeout], {})


def memory_usage(
    key: Word,
    *option: str,
) -> Request[int | None]:
    """Answers null: no value is kept in memory under a key."""
    return Request(
        "MEMORY USAGE", as_nullable_integer, False, False, [key, *option], {})


def memory_doctor(
) -> Request[str]:
    """Says in words that memory needs no care."""
    return Request(
        "MEMORY DOCTOR", as_text, False, False, [], {})


def config_get(
    pattern: str,
    *more: str,
) -> Request[Any]:
    """Answers the keys that a pattern picks, with their values."""
    return Request(
        "CONFIG GET", as_any, False, False, [pattern, *more], {})


def config_set(
    key: str,
    value: str,
    *more: str,
) -> Request[str]:
    """Changes limits of the running server, all of them or none."""
    return Request(
        "CONFIG SET", as_text, False, False, [key, value, *more], {})


def config_resetstat(
) -> Request[str]:
    """Sets the counters of INFO back to zero."""
    return Request(
        "CONFIG RESETSTAT", as_text, False, False, [], {})


def slowlog_get(
    count: int | None = None,
) -> Request[list[Any]]:
    """Lists the commands that took long, the newest first; -1 lists all."""
    return Request(
        "SLOWLOG GET", as_list, False, False, [count], {})


def slowlog_len(
) -> Request[int]:
    """Answers how many commands that took long are kept."""
    return Request(
        "SLOWLOG LEN", as_integer, False, False, [], {})


def slowlog_reset(
) -> Request[str]:
    """Forgets the commands that took long."""
    return Request(
        "SLOWLOG RESET", as_text, False, False, [], {})


def latency_latest(
) -> Request[list[Any]]:
    """Lists the events that had delays: name, last at, last, longest."""
    return Request(
        "LATENCY LATEST", as_list, False, False, [], {})


def latency_history(
    event: str,
) -> Request[list[Any]]:
    """Lists the delays of an event: at, milliseconds."""
    return Request(
        "LATENCY HISTORY", as_list, False, False, [event], {})


def latency_reset(
    *event: str,
) -> Request[int]:
    """Forgets the delays of the events named, or of all."""
    return Request(
        "LATENCY RESET", as_integer, False, False, [*event], {})


def latency_doctor(
) -> Request[str]:
    """Says in words what was slow and what can be done."""
    return Request(
        "LATENCY DOCTOR", as_text, False, False, [], {})


def latency_histogram(
    *command: str,
) -> Request[Any]:
    """Answers per command how many calls took at most 1, 2, 4 and so on microseconds."""
    return Request(
        "LATENCY HISTOGRAM", as_any, False, False, [*command], {})


def help(
    *topic: str,
) -> Request[str]:
    """Explains a command, lists a group's with @group, or who reaches what."""
    return Request(
        "HELP", as_text, False, False, [*topic], {})


def command(
    *subcommand: str,
) -> Request[list[Any]]:
    """Answers the shape of every command, in Redis's ten columns."""
    return Request(
        "COMMAND", as_list, False, False, [*subcommand], {})


def command_count(
) -> Request[int]:
    """Answers how many commands there are."""
    return Request(
        "COMMAND COUNT", as_integer, False, False, [], {})


def command_list(
    *,
    filterby: Mapping[str, Value] | None = None,
) -> Request[list[Any]]:
    """Answers the names of all commands, or of those a filter picks."""
    return Request(
        "COMMAND LIST", as_list, False, False, [], {"FILTERBY": paired(filterby)})


def command_info(
    *command: str,
) -> Request[list[Any]]:
    """Answers the shape of the commands named; null for an unknown one."""
    return Request(
        "COMMAND INFO", as_list, False, False, [*command], {})


def command_docs(
    *command: str,
) -> Request[Any]:
    """Answers summary and arguments of the commands named, or of all."""
    return Request(
        "COMMAND DOCS", as_any, False, False, [*command], {})


def info(
    *section: str,
) -> Request[str]:
    """Answers the server's figures, by sections."""
    return Request(
        "INFO", as_text, False, False, [*section], {})


def acl_help(
) -> Request[str]:
    """Lists the subcommands of ACL."""
    return Request(
        "ACL HELP", as_text, False, False, [], {})


def client_help(
) -> Request[str]:
    """Lists the subcommands of CLIENT."""
    return Request(
        "CLIENT HELP", as_text, False, False, [], {})


def command_help(
) -> Request[str]:
    """Lists the subcommands of COMMAND."""
    return Request(
        "COMMAND HELP", as_text, False, False, [], {})


def config_help(
) -> Request[str]:
    """Lists the subcommands of CONFIG."""
    return Request(
        "CONFIG HELP", as_text, False, False, [], {})


def debug_help(
) -> Request[str]:
    """Lists the subcommands of DEBUG."""
    return Request(
        "DEBUG HELP", as_text, False, False, [], {})


def latency_help(
) -> Request[str]:
    """Lists the subcommands of LATENCY."""
    return Request(
        "LATENCY HELP", as_text, False, False, [], {})


def memory_help(
) -> Request[str]:
    """Lists the subcommands of MEMORY."""
    return Request(
        "MEMORY HELP", as_text, False, False, [], {})


def module_help(
) -> Request[str]:
    """Lists the subcommands of MODULE."""
    return Request(
        "MODULE HELP", as_text, False, False, [], {})


def pubsub_help(
) -> Request[str]:
    """Lists the subcommands of PUBSUB."""
    return Request(
        "PUBSUB HELP", as_text, False, False, [], {})


def slowlog_help(
) -> Request[str]:
    """Lists the subcommands of SLOWLOG."""
    return Request(
        "SLOWLOG HELP", as_text, False, False, [], {})


def user_new(
    name: Id,
    *,
    role: Literal["admin", "manager", "agent", "finance", "partner", "advertiser", "gateway", "auditor"],
    partner: Id | None = None,
    referrer: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Makes a user and answers its token, which is never shown again."""
    return Request(
        "USER.NEW", as_text, True, True, [name], {"ROLE": role, "PARTNER": partner,
        "REFERRER": referrer, "IDEM": idem})


def user_token(
    name: Id | None = None,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Gives a user, or oneself, a new token; the old one ends at once."""
    return Request(
        "USER.TOKEN", as_text, True, True, [name], {"IF": if_, "IDEM": idem})


def user_disable(
    name: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[UserDisableReply]:
    """Shuts a user out at once; answers the open leads that it owns."""
    return Request(
        "USER.DISABLE", as_map(UserDisableReply), True, True, [name], {"IF": if_, "IDEM": idem})


def user_enable(
    name: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Lets a disabled user log in again, with the token that it had."""
    return Request(
        "USER.ENABLE", as_integer, True, True, [name], {"IF": if_, "IDEM": idem})


def user_get(
    name: Id,
) -> Request[UserGetReply]:
    """Answers everything kept on a user, except the token."""
    return Request(
        "USER.GET", as_map(UserGetReply), False, False, [name], {})


def user_list(
    *,
    role: Ids | None = None,
    partner: Id | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[UserListRow]]:
    """Lists users by name."""
    return Request(
        "USER.LIST", as_page(UserListRow), False, False, [], {"ROLE": listed(role),
        "PARTNER": partner, "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns)})


def partner_new(
    *,
    name: str,
    kind: Literal["company", "agent", "advertiser"] | None = None,
    email: str | None = None,
    phone: str | None = None,
    contact: str | None = None,
    contact2: str | None = None,
    manager: str | None = None,
    tier: str | None = None,
    parent: Id | None = None,
    weight: int | None = None,
    capacity: int | None = None,
    timezone: str | None = None,
    hours: str | None = None,
    rate: str | None = None,
    fixed: str | None = None,
    currency: Id | None = None,
    profile: str | None = None,
    ref: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Creates a partner and answers its id."""
    return Request(
        "PARTNER.NEW", as_text, True, True, [], {"NAME": name, "KIND": kind, "EMAIL": email,
        "PHONE": phone, "CONTACT": contact, "CONTACT2": contact2, "MANAGER": manager,
        "TIER": tier, "PARENT": parent, "WEIGHT": weight, "CAPACITY": capacity,
        "TIMEZONE": timezone, "HOURS": hours, "RATE": rate, "FIXED": fixed, "CURRENCY": currency,
        "PROFILE": profile, "REF": ref, "IDEM": idem})


def partner_set(
    partner: Id,
    *,
    name: str | None = None,
    kind: Literal["company", "agent", "advertiser"] | None = None,
    email: str | None = None,
    phone: str | None = None,
    contact: str | None = None,
    contact2: str | None = None,
    manager: str | None = None,
    tier: str | None = None,
    parent: Id | None = None,
    weight: int | None = None,
    capacity: int | None = None,
    timezone: str | None = None,
    hours: str | None = None,
    rate: str | None = None,
    fixed: str | None = None,
    currency: Id | None = None,
    profile: str | None = None,
    ref: str | None = None,
    pin: bool = False,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Changes a partner; empty text clears a field."""
    return Request(
        "PARTNER.SET", as_integer, True, True, [partner], {"NAME": name, "KIND": kind,
        "EMAIL": email, "PHONE": phone, "CONTACT": contact, "CONTACT2": contact2,
        "MANAGER": manager, "TIER": tier, "PARENT": parent, "WEIGHT": weight,
        "CAPACITY": capacity, "TIMEZONE": timezone, "HOURS": hours, "RATE": rate, "FIXED": fixed,
        "CURRENCY": currency, "PROFILE": profile, "REF": ref, "PIN": pin, "IF": if_,
        "IDEM": idem})


def partner_get(
    partner: Id,
) -> Request[PartnerGetReply]:
    """Answers everything kept on a partner."""
    return Request(
        "PARTNER.GET", as_map(PartnerGetReply), False, False, [partner], {})


def partner_list(
    *,
    state: Ids | None = None,
    service: Ids | None = None,
    area: Ids | None = None,
    tier: Ids | None = None,
    name: str | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[PartnerListRow]]:
    """Lists partners, the newest first."""
    return Request(
        "PARTNER.LIST", as_page(PartnerListRow), False, False, [], {"STATE": listed(state),
        "SERVICE": listed(service), "AREA": listed(area), "TIER": listed(tier), "NAME": name,
        "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns)})


def partner_pause(
    partner: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Lets a partner get no new leads for a while."""
    return Request(
        "PARTNER.PAUSE", as_integer, True, True, [partner], {"IF": if_, "IDEM": idem})


def partner_resume(
    partner: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Lets a paused or suspended partner get leads again."""
    return Request(
        "PARTNER.RESUME", as_integer, True, True, [partner], {"IF": if_, "IDEM": idem})


def partner_apply(
    *,
    name: str,
    email: str,
    kind: Literal["company", "agent", "advertiser"] | None = None,
    phone: str | None = None,
    contact: str | None = None,
    timezone: str | None = None,
    parent: Id | None = None,
    country: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Signs somebody up as a partner, who waits for approval."""
    return Request(
        "PARTNER.APPLY", as_text, True, True, [], {"NAME": name, "EMAIL": email, "KIND": kind,
        "PHONE": phone, "CONTACT": contact, "TIMEZONE": timezone, "PARENT": parent,
        "COUNTRY": country, "IDEM": idem})


def partner_approve(
    partner: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[PartnerApproveReply]:
    """Takes a partner on who signed up; answers its first user's token."""
    return Request(
        "PARTNER.APPROVE", as_map(PartnerApproveReply), True, True, [partner], {"IF": if_,
        "IDEM": idem})


def partner_decline(
    partner: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Turns down a partner who signed up."""
    return Request(
        "PARTNER.DECLINE", as_integer, True, True, [partner], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def partner_suspend(
    partner: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Shuts a partner out: its users are logged out, its offers go back to the queue."""
    return Request(
        "PARTNER.SUSPEND", as_integer, True, True, [partner], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def service_set(
    service: Id,
    *,
    text: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Puts a service into the catalogue, or changes its text."""
    return Request(
        "SERVICE.SET", as_text, True, True, [service], {"TEXT": text, "IDEM": idem})


def service_list(
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[ServiceListRow]]:
    """Lists the catalogue of services by name."""
    return Request(
        "SERVICE.LIST", as_page(ServiceListRow), False, False, [], {"LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def cover_add(
    partner: Id,
    *,
    service: Id,
    area: str,
    idem: str | None = None,
) -> Request[str]:
    """Notes that a partner covers a service in an area."""
    return Request(
        "COVER.ADD", as_text, True, True, [partner], {"SERVICE": service, "AREA": area,
        "IDEM": idem})


def cover_del(
    partner: Id,
    *,
    service: Id,
    area: str,
    idem: str | None = None,
) -> Request[str]:
    """Takes a service in an area from a partner."""
    return Request(
        "COVER.DEL", as_text, True, True, [partner], {"SERVICE": service, "AREA": area,
        "IDEM": idem})


def cover_list(
    partner: Id | None = None,
    *,
    service: Ids | None = None,
    area: Ids | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[CoverListRow]]:
    """Lists what partners cover, by partner, service and area."""
    return Request(
        "COVER.LIST", as_page(CoverListRow), False, False, [partner],
        {"SERVICE": listed(service), "AREA": listed(area), "LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def territory_set(
    zip: str,
    partner: Id,
    *,
    country: Id | None = None,
    force: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Gives a ZIP to one partner; FORCE takes it from another."""
    return Request(
        "TERRITORY.SET", as_text, True, True, [zip, partner], {"COUNTRY": country,
        "FORCE": force, "IDEM": idem})


def territory_get(
    zip: str,
    *,
    country: Id | None = None,
) -> Request[str | None]:
    """Answers the partner that a ZIP belongs to, or null."""
    return Request(
        "TERRITORY.GET", as_nullable, False, False, [zip], {"COUNTRY": country})


def territory_del(
    zip: str,
    *,
    country: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Takes a ZIP from its partner."""
    return Request(
        "TERRITORY.DEL", as_text, True, True, [zip], {"COUNTRY": country, "IDEM": idem})


def territory_list(
    partner: Id | None = None,
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[TerritoryListRow]]:
    """Lists whose the ZIPs are, by country and code."""
    return Request(
        "TERRITORY.LIST", as_page(TerritoryListRow), False, False, [partner], {"LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def referrer_new(
    *,
    kind: Literal["contact", "employee", "vendor"],
    name: str,
    email: str | None = None,
    rate: str | None = None,
    fixed: Amount | None = None,
    ref: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Creates a contact, employee or vendor who is paid for referrals."""
    return Request(
        "REFERRER.NEW", as_text, True, True, [], {"KIND": kind, "NAME": name, "EMAIL": email,
        "RATE": rate, "FIXED": fixed, "REF": ref, "IDEM": idem})


def referrer_set(
    referrer: Id,
    *,
    kind: Literal["contact", "employee", "vendor"] | None = None,
    name: str | None = None,
    email: str | None = None,
    rate: str | None = None,
    fixed: Amount | None = None,
    ref: str | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Changes a referrer; empty text clears a field."""
    return Request(
        "REFERRER.SET", as_integer, True, True, [referrer], {"KIND": kind, "NAME": name,
        "EMAIL": email, "RATE": rate, "FIXED": fixed, "REF": ref, "IF": if_, "IDEM": idem})


def referrer_get(
    referrer: Id,
) -> Request[ReferrerGetReply]:
    """Answers everything kept on a referrer."""
    return Request(
        "REFERRER.GET", as_map(ReferrerGetReply), False, False, [referrer], {})


def referrer_list(
    *,
    kind: Ids | None = None,
    name: str | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[ReferrerListRow]]:
    """Lists referrers, the newest first."""
    return Request(
        "REFERRER.LIST", as_page(ReferrerListRow), False, False, [], {"KIND": listed(kind),
        "NAME": name, "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns)})


def campaign_new(
    *,
    name: str,
    service: Ids | None = None,
    area: Ids | None = None,
    tier: Ids | None = None,
    product: Ids | None = None,
    since: Time | None = None,
    until: Time | None = None,
    boost: str | None = None,
    protect: Duration | None = None,
    owner: str | None = None,
    goal: int | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Creates a campaign and answers its id."""
    return Request(
        "CAMPAIGN.NEW", as_text, True, True, [], {"NAME": name, "SERVICE": repeated(service),
        "AREA": repeated(area), "TIER": repeated(tier), "PRODUCT": repeated(product),
        "SINCE": since, "UNTIL": until, "BOOST": boost, "PROTECT": protect, "OWNER": owner,
        "GOAL": goal, "IDEM": idem})


def campaign_set(
    campaign: Id,
    *,
    name: str | None = None,
    service: Ids | None = None,
    area: Ids | None = None,
    tier: Ids | None = None,
    product: Ids | None = None,
    since: Time | None = None,
    until: Time | None = None,
    boost: str | None = None,
    protect: Duration | None = None,
    owner: str | None = None,
    goal: int | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Changes a campaign that has not ended; empty text clears a field."""
    return Request(
        "CAMPAIGN.SET", as_integer, True, True, [campaign], {"NAME": name,
        "SERVICE": repeated(service), "AREA": repeated(area), "TIER": repeated(tier),
        "PRODUCT": repeated(product), "SINCE": since, "UNTIL": until, "BOOST": boost,
        "PROTECT": protect, "OWNER": owner, "GOAL": goal, "IF": if_, "IDEM": idem})


def campaign_end(
    campaign: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Ends a campaign now."""
    return Request(
        "CAMPAIGN.END", as_integer, True, True, [campaign], {"IF": if_, "IDEM": idem})


def campaign_get(
    campaign: Id,
) -> Request[CampaignGetReply]:
    """Answers everything kept on a campaign, and how many leads name it."""
    return Request(
        "CAMPAIGN.GET", as_map(CampaignGetReply), False, False, [campaign], {})


def campaign_list(
    *,
    state: Ids | None = None,
    name: str | None = None,
    owner: str | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[CampaignListRow]]:
    """Lists campaigns, the newest first."""
    return Request(
        "CAMPAIGN.LIST", as_page(CampaignListRow), False, False, [], {"STATE": listed(state),
        "NAME": name, "OWNER": owner, "LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def tier_set(
    name: Id,
    *,
    rank: int,
    rate: str | None = None,
    minwon: int | None = None,
    minrevenue: Amount | None = None,
    window: Duration | None = None,
    grace: Duration | None = None,
    protect: Duration | None = None,
    benefit: Ids | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Makes a tier, or changes what is given of it; the higher RANK is better."""
    return Request(
        "TIER.SET", as_text, True, True, [name], {"RANK": rank, "RATE": rate, "MINWON": minwon,
        "MINREVENUE": minrevenue, "WINDOW": window, "GRACE": grace, "PROTECT": protect,
        "BENEFIT": repeated(benefit), "IDEM": idem})


def tier_del(
    name: Id,
    *,
    idem: str | None = None,
) -> Request[str]:
    """Deletes a tier; the next evaluation moves those who have it."""
    return Request(
        "TIER.DEL", as_text, True, True, [name], {"IDEM": idem})


def tier_list(
    *,
    limit: int | None = None,
    after: int | None = None,
    columns: Ids | None = None,
) -> Request[Page[TierListRow]]:
    """Lists the tiers, the highest first."""
    return Request(
        "TIER.LIST", as_page(TierListRow), False, False, [], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def tier_evaluate(
    partner: Id | None = None,
    *,
    dryrun: bool = False,
    idem: str | None = None,
) -> Request[Page[TierEvaluateRow]]:
    """Moves partners to the tiers they have earned; answers who moves."""
    return Request(
        "TIER.EVALUATE", as_page(TierEvaluateRow), True, True, [partner], {"DRYRUN": dryrun,
        "IDEM": idem})


def collateral_add(
    *,
    name: Id,
    url: Id,
    service: Id | None = None,
    tier: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Adds something for partners to read, from a tier on or for all."""
    return Request(
        "COLLATERAL.ADD", as_text, True, True, [], {"NAME": name, "URL": url, "SERVICE": service,
        "TIER": tier, "IDEM": idem})


def collateral_del(
    name: Id,
    *,
    idem: str | None = None,
) -> Request[str]:
    """Takes something away that partners could read."""
    return Request(
        "COLLATERAL.DEL", as_text, True, True, [name], {"IDEM": idem})


def collateral_list(
    *,
    service: Ids | None = None,
    tier: Ids | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[CollateralListRow]]:
    """Lists what there is to read; a partner sees what its tier may."""
    return Request(
        "COLLATERAL.LIST", as_page(CollateralListRow), False, False, [],
        {"SERVICE": listed(service), "TIER": listed(tier), "LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def training_done(
    partner: Id,
    course: Id,
    *,
    at: Time | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Notes that a partner has finished a course."""
    return Request(
        "TRAINING.DONE", as_text, True, True, [partner, course], {"AT": at, "IDEM": idem})


def training_list(
    partner: Id | None = None,
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[TrainingListRow]]:
    """Lists the courses that partners have finished."""
    return Request(
        "TRAINING.LIST", as_page(TrainingListRow), False, False, [partner], {"LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def partner_stats(
    partner: Id | None = None,
) -> Request[PartnerStatsReply]:
    """Answers how a partner does: its leads, its tier and what is missing."""
    return Request(
        "PARTNER.STATS", as_map(PartnerStatsReply), False, False, [partner], {})


def lead_new(
    *,
    email: str | None = None,
    title: str | None = None,
    name: str | None = None,
    company: str | None = None,
    phone: str | None = None,
    service: str | None = None,
    area: Ids | None = None,
    zip: Id | None = None,
    country: Id | None = None,
    notes: str | None = None,
    source: Literal["employee", "contact", "vendor", "partner", "advertiser", "nurture", "import"] | None = None,
    referrer: Id | None = None,
    helper: Id | None = None,
    campaign: Id | None = None,
    product: Ids | None = None,
    owner: str | None = None,
    ref: Id | None = None,
    field: Mapping[str, Value] | None = None,
    force: str | None = None,
    value: Amount | None = None,
    currency: Id | None = None,
    direction: Literal["out", "in"] | None = None,
    from_: Id | None = None,
    onexists: Literal["refuse", "ignore", "update"] | None = None,
    queue: bool = False,
    dryrun: bool = False,
    idem: str | None = None,
) -> Request[str]:
    """Registers a customer's request and answers its id."""
    return Request(
        "LEAD.NEW", as_text, True, True, [], {"EMAIL": email, "TITLE": title, "NAME": name,
        "COMPANY": company, "PHONE": phone, "SERVICE": service, "AREA": repeated(area),
        "ZIP": zip, "COUNTRY": country, "NOTES": notes, "SOURCE": source, "REFERRER": referrer,
        "HELPER": helper, "CAMPAIGN": campaign, "PRODUCT": repeated(product), "OWNER": owner,
        "REF": ref, "FIELD": paired(field), "FORCE": force, "VALUE": value, "CURRENCY": currency,
        "DIRECTION": direction, "FROM": from_, "ONEXISTS": onexists, "QUEUE": queue,
        "DRYRUN": dryrun, "IDEM": idem})


def lead_get(
    lead: Id,
) -> Request[LeadGetReply]:
    """Answers everything kept of one lead."""
    return Request(
        "LEAD.GET", as_map(LeadGetReply), False, False, [lead], {})


def lead_set(
    lead: Id,
    *,
    email: str | None = None,
    title: str | None = None,
    name: str | None = None,
    company: str | None = None,
    phone: str | None = None,
    service: str | None = None,
    area: Ids | None = None,
    zip: Id | None = None,
    country: Id | None = None,
    notes: str | None = None,
    source: Literal["employee", "contact", "vendor", "partner", "advertiser", "nurture", "import"] | None = None,
    referrer: Id | None = None,
    helper: Id | None = None,
    campaign: Id | None = None,
    product: Ids | None = None,
    owner: str | None = None,
    ref: Id | None = None,
    field: Mapping[str, Value] | None = None,
    force: str | None = None,
    reason: str | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Changes what is known of a lead."""
    return Request(
        "LEAD.SET", as_integer, True, True, [lead], {"EMAIL": email, "TITLE": title,
        "NAME": name, "COMPANY": company, "PHONE": phone, "SERVICE": service,
        "AREA": repeated(area), "ZIP": zip, "COUNTRY": country, "NOTES": notes, "SOURCE": source,
        "REFERRER": referrer, "HELPER": helper, "CAMPAIGN": campaign,
        "PRODUCT": repeated(product), "OWNER": owner, "REF": ref, "FIELD": paired(field),
        "FORCE": force, "REASON": reason, "IF": if_, "IDEM": idem})


def lead_check(
    *,
    email: str,
    service: str | None = None,
    product: Ids | None = None,
) -> Request[str]:
    """Answers whether a customer is free to be registered."""
    return Request(
        "LEAD.CHECK", as_text, False, False, [], {"EMAIL": email, "SERVICE": service,
        "PRODUCT": repeated(product)})


def lead_withdraw(
    lead: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Withdraws an open lead."""
    return Request(
        "LEAD.WITHDRAW", as_integer, True, True, [lead], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def take(
    *,
    service: str | None = None,
    idem: str | None = None,
) -> Request[str | None]:
    """Gives the caller the best lead that nobody owns."""
    return Request(
        "TAKE", as_nullable, True, True, [], {"SERVICE": service, "IDEM": idem})


def lead_list(
    *,
    status: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    submitter: Ids | None = None,
    partner: Ids | None = None,
    referrer: Ids | None = None,
    service: Ids | None = None,
    area: Ids | None = None,
    source: Ids | None = None,
    campaign: Ids | None = None,
    zip: Ids | None = None,
    name: str | None = None,
    title: str | None = None,
    match: str | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    sort: Literal["created", "updated", "score", "due", "meeting"] | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Request[Page[LeadListRow]]:
    """Lists leads, newest first, by any filters together."""
    return Request(
        "LEAD.LIST", as_page(LeadListRow), False, False, [], {"STATUS": listed(status),
        "DIRECTION": listed(direction), "OWNER": listed(owner), "SUBMITTER": listed(submitter),
        "PARTNER": listed(partner), "REFERRER": listed(referrer), "SERVICE": listed(service),
        "AREA": listed(area), "SOURCE": listed(source), "CAMPAIGN": listed(campaign),
        "ZIP": listed(zip), "NAME": name, "TITLE": title, "MATCH": match, "SINCE": since,
        "UNTIL": until, "IN": in_, "SORT": sort, "COLUMNS": listed(columns), "LIMIT": limit,
        "AFTER": after})


def lead_find(
    words: str | None = None,
    *,
    email: str | None = None,
    ref: str | None = None,
    phone: str | None = None,
    status: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    submitter: Ids | None = None,
    partner: Ids | None = None,
    referrer: Ids | None = None,
    service: Ids | None = None,
    area: Ids | None = None,
    source: Ids | None = None,
    campaign: Ids | None = None,
    zip: Ids | None = None,
    name: str | None = None,
    title: str | None = None,
    match: str | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    sort: Literal["created", "updated", "score", "due", "meeting"] | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Request[Page[LeadFindRow]]:
    """Finds leads by the beginnings of words, or by e-mail, ref or phone."""
    return Request(
        "LEAD.FIND", as_page(LeadFindRow), False, False, [words], {"EMAIL": email, "REF": ref,
        "PHONE": phone, "STATUS": listed(status), "DIRECTION": listed(direction),
        "OWNER": listed(owner), "SUBMITTER": listed(submitter), "PARTNER": listed(partner),
        "REFERRER": listed(referrer), "SERVICE": listed(service), "AREA": listed(area),
        "SOURCE": listed(source), "CAMPAIGN": listed(campaign), "ZIP": listed(zip), "NAME": name,
        "TITLE": title, "MATCH": match, "SINCE": since, "UNTIL": until, "IN": in_, "SORT": sort,
        "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def queue(
    *,
    service: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Request[Page[QueueRow]]:
    """Lists new leads, best score first, then oldest."""
    return Request(
        "QUEUE", as_page(QueueRow), False, False, [], {"SERVICE": listed(service),
        "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def note(
    lead: Id,
    text: str | None = None,
    *,
    shared: bool = False,
    limit: int | None = None,
    after: int | None = None,
    columns: Ids | None = None,
    idem: str | None = None,
) -> Request[Page[NoteRow] | str]:
    """Remarks on a lead, or reads its notes when no text is given."""
    return Request(
        "NOTE", as_page_or_text(NoteRow), True, True, [lead, text], {"SHARED": shared,
        "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns), "IDEM": idem})


def form_set(
    service: Id,
    *,
    field: str,
    type: Literal["text", "number", "date", "choice"],
    choices: Ids | None = None,
    required: bool = False,
    personal: bool = False,
    min: Amount | None = None,
    max: Amount | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Declares a custom field that a service asks of its leads."""
    return Request(
        "FORM.SET", as_text, True, True, [service], {"FIELD": field, "TYPE": type,
        "CHOICES": listed(choices), "REQUIRED": required, "PERSONAL": personal, "MIN": min,
        "MAX": max, "IDEM": idem})


def form_get(
    service: Id,
) -> Request[Page[FormGetRow]]:
    """Lists the custom fields that a service asks of its leads."""
    return Request(
        "FORM.GET", as_page(FormGetRow), False, False, [service], {})


def form_del(
    service: Id,
    *,
    field: str,
    idem: str | None = None,
) -> Request[str]:
    """Takes a field out of a service's form; leads keep its values."""
    return Request(
        "FORM.DEL", as_text, True, True, [service], {"FIELD": field, "IDEM": idem})


def score(
    lead: Id,
) -> Request[Page[ScoreRow]]:
    """Explains a lead's score, point by point; the last row is the total."""
    return Request(
        "SCORE", as_page(ScoreRow), False, False, [lead], {})


def score_set(
    rule: Id,
    *,
    field: str,
    op: Literal["=", "~", ">", "<"],
    value: str,
    points: int,
    group: Literal["fit", "engagement", "qualification"] | None = None,
    cap: int | None = None,
    halflife: Duration | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Sets a rule of the score: points for leads of which something is so."""
    return Request(
        "SCORE.SET", as_text, True, True, [rule], {"FIELD": field, "OP": op, "VALUE": value,
        "POINTS": points, "GROUP": group, "CAP": cap, "HALFLIFE": halflife, "IDEM": idem})


def score_list(
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[ScoreListRow]]:
    """Lists the rules of the score by name."""
    return Request(
        "SCORE.LIST", as_page(ScoreListRow), False, False, [], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def score_del(
    rule: Id,
    *,
    idem: str | None = None,
) -> Request[str]:
    """Deletes a rule of the score."""
    return Request(
        "SCORE.DEL", as_text, True, True, [rule], {"IDEM": idem})


def qualify(
    lead: Id,
    *,
    budget: int | None = None,
    authority: int | None = None,
    need: int | None = None,
    timeline: int | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Judges how far a lead's need is qualified, 0 to 25 points a criterion."""
    return Request(
        "QUALIFY", as_integer, True, True, [lead], {"BUDGET": budget, "AUTHORITY": authority,
        "NEED": need, "TIMELINE": timeline, "IF": if_, "IDEM": idem})


def nurture_new(
    *,
    email: str,
    campaign: Id | None = None,
    topic: Id | None = None,
    idem: str | None = None,
) -> Request[NurtureNewReply]:
    """Makes the two links of a mail: to ask for a quote, to unsubscribe."""
    return Request(
        "NURTURE.NEW", as_map(NurtureNewReply), True, True, [], {"EMAIL": email,
        "CAMPAIGN": campaign, "TOPIC": topic, "IDEM": idem})


def nurture_open(
    token: str,
) -> Request[NurtureOpenReply]:
    """Answers what a link is for, and changes nothing."""
    return Request(
        "NURTURE.OPEN", as_map(NurtureOpenReply), False, False, [token], {})


def nurture_unsubscribe(
    token: str | None = None,
    *,
    email: str | None = None,
    topic: Id | None = None,
    confirm: bool = False,
    idem: str | None = None,
) -> Request[str]:
    """Notes that an address wants no more mail."""
    return Request(
        "NURTURE.UNSUBSCRIBE", as_text, True, True, [token], {"EMAIL": email, "TOPIC": topic,
        "CONFIRM": confirm, "IDEM": idem})


def nurture_quote(
    token: str,
    *,
    email: str | None = None,
    title: str | None = None,
    name: str | None = None,
    company: str | None = None,
    phone: str | None = None,
    service: str | None = None,
    area: Ids | None = None,
    zip: Id | None = None,
    country: Id | None = None,
    notes: str | None = None,
    source: Literal["employee", "contact", "vendor", "partner", "advertiser", "nurture", "import"] | None = None,
    referrer: Id | None = None,
    helper: Id | None = None,
    campaign: Id | None = None,
    product: Ids | None = None,
    owner: str | None = None,
    ref: Id | None = None,
    field: Mapping[str, Value] | None = None,
    force: str | None = None,
    value: Amount | None = None,
    currency: Id | None = None,
    direction: Literal["out", "in"] | None = None,
    from_: Id | None = None,
    onexists: Literal["refuse", "ignore", "update"] | None = None,
    queue: bool = False,
    dryrun: bool = False,
    idem: str | None = None,
) -> Request[NurtureQuoteReply]:
    """Makes a lead of a link's customer, or adds to the one there is."""
    return Request(
        "NURTURE.QUOTE", as_map(NurtureQuoteReply), True, True, [token], {"EMAIL": email,
        "TITLE": title, "NAME": name, "COMPANY": company, "PHONE": phone, "SERVICE": service,
        "AREA": repeated(area), "ZIP": zip, "COUNTRY": country, "NOTES": notes, "SOURCE": source,
        "REFERRER": referrer, "HELPER": helper, "CAMPAIGN": campaign,
        "PRODUCT": repeated(product), "OWNER": owner, "REF": ref, "FIELD": paired(field),
        "FORCE": force, "VALUE": value, "CURRENCY": currency, "DIRECTION": direction,
        "FROM": from_, "ONEXISTS": onexists, "QUEUE": queue, "DRYRUN": dryrun, "IDEM": idem})


def suppress_add(
    *,
    email: str,
    topic: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Notes that an address wants no mail, about a topic or at all."""
    return Request(
        "SUPPRESS.ADD", as_text, True, True, [], {"EMAIL": email, "TOPIC": topic, "IDEM": idem})


def suppress_del(
    *,
    email: str,
    topic: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Lets mail be sent to an address again, about a topic or at all."""
    return Request(
        "SUPPRESS.DEL", as_text, True, True, [], {"EMAIL": email, "TOPIC": topic, "IDEM": idem})


def suppress_check(
    *,
    email: str,
    topic: Id | None = None,
) -> Request[str]:
    """Answers whether an address may be sent mail: suppressed or free."""
    return Request(
        "SUPPRESS.CHECK", as_text, False, False, [], {"EMAIL": email, "TOPIC": topic})


def suppress_list(
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[SuppressListRow]]:
    """Lists the hashes of addresses that want no mail, with the topics."""
    return Request(
        "SUPPRESS.LIST", as_page(SuppressListRow), False, False, [], {"LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def mail_log(
    *,
    email: str,
    subject: str,
    body: str,
    at: Time | None = None,
    from_: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Keeps an e-mail to or from a customer, who may have no lead yet."""
    return Request(
        "MAIL.LOG", as_text, True, True, [], {"EMAIL": email, "SUBJECT": subject, "BODY": body,
        "AT": at, "FROM": from_, "IDEM": idem})


def mail_list(
    lead: Id | None = None,
    *,
    email: str | None = None,
    limit: int | None = None,
    after: str | None = None,
    columns: Ids | None = None,
) -> Request[Page[MailListRow]]:
    """Lists a customer's e-mail, the newest first."""
    return Request(
        "MAIL.LIST", as_page(MailListRow), False, False, [lead], {"EMAIL": email, "LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def item_add(
    lead: Id,
    *,
    sku: str,
    name: str,
    qty: Amount,
    price: Amount,
    idem: str | None = None,
) -> Request[str]:
    """Adds a line to what a lead orders."""
    return Request(
        "ITEM.ADD", as_text, True, True, [lead], {"SKU": sku, "NAME": name, "QTY": qty,
        "PRICE": price, "IDEM": idem})


def item_del(
    lead: Id,
    n: int,
    *,
    idem: str | None = None,
) -> Request[str]:
    """Takes a line out of what a lead orders."""
    return Request(
        "ITEM.DEL", as_text, True, True, [lead, n], {"IDEM": idem})


def item_list(
    lead: Id,
    *,
    limit: int | None = None,
    after: int | None = None,
    columns: Ids | None = None,
) -> Request[Page[ItemListRow]]:
    """Lists what a lead orders, line by line."""
    return Request(
        "ITEM.LIST", as_page(ItemListRow), False, False, [lead], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def attach(
    record: Id,
    name: str,
    *,
    mime: Id,
    data: Word | None = None,
    url: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Keeps a file, or where one lies, with a lead or a dispute."""
    return Request(
        "ATTACH", as_text, True, True, [record, name], {"MIME": mime, "DATA": data, "URL": url,
        "IDEM": idem})


def attach_get(
    record: Id,
    name: str,
) -> Request[AttachGetReply]:
    """Answers one attachment with its content."""
    return Request(
        "ATTACH.GET", as_map(AttachGetReply), False, False, [record, name], {})


def attach_list(
    record: Id,
    *,
    limit: int | None = None,
    after: int | None = None,
    columns: Ids | None = None,
) -> Request[Page[AttachListRow]]:
    """Lists the attachments of a lead or a dispute, the newest first."""
    return Request(
        "ATTACH.LIST", as_page(AttachListRow), False, False, [record], {"LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def feedback(
    lead: Id,
    *,
    rating: int,
    text: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Rates a lead as its partner, or the partner's work on it as the house."""
    return Request(
        "FEEDBACK", as_text, True, True, [lead], {"RATING": rating, "TEXT": text, "IDEM": idem})


def feedback_list(
    record: Id | None = None,
    *,
    limit: int | None = None,
    after: str | None = None,
    columns: Ids | None = None,
) -> Request[Page[FeedbackListRow]]:
    """Lists feedback on a lead, of and on a partner, or all, newest first."""
    return Request(
        "FEEDBACK.LIST", as_page(FeedbackListRow), False, False, [record], {"LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def person(
    *,
    email: str,
    limit: int | None = None,
    after: str | None = None,
    columns: Ids | None = None,
) -> Request[Page[PersonRow]]:
    """Lists everything that is held on a customer."""
    return Request(
        "PERSON", as_page(PersonRow), False, False, [], {"EMAIL": email, "LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def erase(
    record: Id | None = None,
    *,
    reason: str,
    email: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Takes everything away by which a person can be known; works in steps."""
    return Request(
        "ERASE", as_text, True, True, [record], {"EMAIL": email, "REASON": reason, "IDEM": idem})


def todo(
    *,
    limit: int | None = None,
    after: str | None = None,
    columns: Ids | None = None,
) -> Request[Page[TodoRow]]:
    """Lists everything that waits for the caller, what is due first."""
    return Request(
        "TODO", as_page(TodoRow), False, False, [], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def route(
    lead: Id,
) -> Request[Page[RouteRow]]:
    """Shows who could get a lead and why; changes nothing."""
    return Request(
        "ROUTE", as_page(RouteRow), False, False, [lead], {})


def assign(
    lead: Id,
    partner: Id | None = None,
    *,
    user: str | None = None,
    force: str | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[Any]:
    """Gives a lead to a partner, by routing or by hand, or to an owner."""
    return Request(
        "ASSIGN", as_any, True, True, [lead, partner], {"USER": user, "FORCE": force, "IF": if_,
        "IDEM": idem})


def unassign(
    lead: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Takes a lead back from its partner."""
    return Request(
        "UNASSIGN", as_integer, True, True, [lead], {"REASON": reason, "IF": if_, "IDEM": idem})


def release(
    lead: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Offers a reviewed lead to its partner, who may see it from now on."""
    return Request(
        "RELEASE", as_integer, True, True, [lead], {"IF": if_, "IDEM": idem})


def accept(
    lead: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Accepts an offered lead."""
    return Request(
        "ACCEPT", as_integer, True, True, [lead], {"IF": if_, "IDEM": idem})


def decline(
    lead: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Declines an offered lead or hands an accepted one back."""
    return Request(
        "DECLINE", as_integer, True, True, [lead], {"REASON": reason, "IF": if_, "IDEM": idem})


def status(
    lead: Id,
    state: Literal["new", "review", "offered", "accepted", "contacted", "quoted", "won", "lost", "rejected", "withdrawn", "needsinfo", "queued", "qualified", "meeting", "negotiation", "unqualified", "expired"] | str | None = None,
    *,
    value: Amount | None = None,
    reason: str | None = None,
    at: Time | None = None,
    field: Mapping[str, Value] | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[StatusReply]:
    """Shows where a lead stands and may go, or moves it."""
    return Request(
        "STATUS", as_map(StatusReply), True, True, [lead, state], {"VALUE": value,
        "REASON": reason, "AT": at, "FIELD": paired(field), "IF": if_, "IDEM": idem})


def flow(
    direction: Literal["out", "in"] | str | None = None,
) -> Request[Page[FlowRow]]:
    """Shows every move of a lead's life, who makes it, and what it requires."""
    return Request(
        "FLOW", as_page(FlowRow), False, False, [direction], {})


def reopen(
    lead: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Opens a closed lead again, as a new epoch of it."""
    return Request(
        "REOPEN", as_integer, True, True, [lead], {"REASON": reason, "IF": if_, "IDEM": idem})


def sla_set(
    stage: Literal["review", "accept", "contact", "update"],
    target: Id,
    *,
    warn: str | None = None,
    service: Id | None = None,
    tier: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Says how long a review, acceptance, first contact or report may take."""
    return Request(
        "SLA.SET", as_text, True, True, [stage, target], {"WARN": warn, "SERVICE": service,
        "TIER": tier, "IDEM": idem})


def sla_del(
    stage: Literal["review", "accept", "contact", "update"],
    *,
    service: Id | None = None,
    tier: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Takes such a rule back; clocks that run go on."""
    return Request(
        "SLA.DEL", as_text, True, True, [stage], {"SERVICE": service, "TIER": tier,
        "IDEM": idem})


def sla_list(
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[SlaListRow]]:
    """Lists how long answers may take."""
    return Request(
        "SLA.LIST", as_page(SlaListRow), False, False, [], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def overdue(
    *,
    owner: Ids | None = None,
    partner: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Request[Page[OverdueRow]]:
    """Lists the leads whose answer is late, the most overdue first."""
    return Request(
        "OVERDUE", as_page(OverdueRow), False, False, [], {"OWNER": listed(owner),
        "PARTNER": listed(partner), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def holiday_add(
    date: Day | str,
    *,
    name: str | None = None,
    partner: Id | None = None,
    country: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Notes a day on which nobody, a partner or a country does not work."""
    return Request(
        "HOLIDAY.ADD", as_text, True, True, [date], {"NAME": name, "PARTNER": partner,
        "COUNTRY": country, "IDEM": idem})


def holiday_del(
    date: Day | str,
    *,
    partner: Id | None = None,
    country: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Takes a holiday back."""
    return Request(
        "HOLIDAY.DEL", as_text, True, True, [date], {"PARTNER": partner, "COUNTRY": country,
        "IDEM": idem})


def holiday_list(
    *,
    partner: Id | None = None,
    country: Id | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[HolidayListRow]]:
    """Lists the holidays by date."""
    return Request(
        "HOLIDAY.LIST", as_page(HolidayListRow), False, False, [], {"PARTNER": partner,
        "COUNTRY": country, "SINCE": since, "UNTIL": until, "IN": in_, "LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def claim_get(
    lead: Id,
) -> Request[ClaimGetReply]:
    """Answers what an inbound lead holds of its customer, and until when."""
    return Request(
        "CLAIM.GET", as_map(ClaimGetReply), False, False, [lead], {})


def claim_extend(
    lead: Id,
    duration: Duration,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Protects a claim for longer, before it has ended."""
    return Request(
        "CLAIM.EXTEND", as_integer, True, True, [lead, duration], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def claim_list(
    *,
    partner: Id | None = None,
    expiring: Time | None = None,
    limit: int | None = None,
    after: str | None = None,
    columns: Ids | None = None,
) -> Request[Page[ClaimListRow]]:
    """Lists the claims that live, the first to end first."""
    return Request(
        "CLAIM.LIST", as_page(ClaimListRow), False, False, [], {"PARTNER": partner,
        "EXPIRING": expiring, "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns)})


def proof(
    lead: Id,
    *,
    idem: str | None = None,
) -> Request[str]:
    """Answers a text that proves what a lead holds and since when."""
    return Request(
        "PROOF", as_text, True, True, [lead], {"IDEM": idem})


def dispute_new(
    lead: Id | None = None,
    *,
    reason: str,
    email: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Objects to who has a lead or a customer, and answers the dispute's id."""
    return Request(
        "DISPUTE.NEW", as_text, True, True, [lead], {"EMAIL": email, "REASON": reason,
        "IDEM": idem})


def dispute_note(
    dispute: Id,
    text: str,
    *,
    shared: bool = False,
    idem: str | None = None,
) -> Request[str]:
    """Remarks on an open dispute."""
    return Request(
        "DISPUTE.NOTE", as_text, True, True, [dispute, text], {"SHARED": shared, "IDEM": idem})


def dispute_get(
    dispute: Id,
) -> Request[DisputeGetReply]:
    """Answers everything kept on one dispute."""
    return Request(
        "DISPUTE.GET", as_map(DisputeGetReply), False, False, [dispute], {})


def dispute_withdraw(
    dispute: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Takes an open dispute back."""
    return Request(
        "DISPUTE.WITHDRAW", as_integer, True, True, [dispute], {"IF": if_, "IDEM": idem})


def dispute_resolve(
    dispute: Id,
    *,
    for_: Id,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Decides a dispute; whom it is decided for is credited."""
    return Request(
        "DISPUTE.RESOLVE", as_integer, True, True, [dispute], {"FOR": for_, "REASON": reason,
        "IF": if_, "IDEM": idem})


def dispute_list(
    *,
    state: Ids | None = None,
    partner: Id | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[DisputeListRow]]:
    """Lists disputes, the newest first."""
    return Request(
        "DISPUTE.LIST", as_page(DisputeListRow), False, False, [], {"STATE": listed(state),
        "PARTNER": partner, "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns)})


def touch(
    lead: Id,
    contributor: Id,
    *,
    at: Time | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Records who or what influenced a lead's customer."""
    return Request(
        "TOUCH", as_text, True, True, [lead, contributor], {"AT": at, "IDEM": idem})


def credit(
    lead: Id,
    *,
    model: Literal["first", "last", "linear", "position"] | None = None,
    apply: bool = False,
    shares: Id | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[Page[CreditRow] | str]:
    """Shows who is credited with a lead, as it is or by a model; or says who is."""
    return Request(
        "CREDIT", as_page_or_text(CreditRow), True, True, [lead], {"MODEL": model,
        "APPLY": apply, "SHARES": shares, "IF": if_, "IDEM": idem})


def lead_merge(
    lead: Id,
    *,
    into: Id,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Merges a lead into another of the same customer, and closes it."""
    return Request(
        "LEAD.MERGE", as_integer, True, True, [lead], {"INTO": into, "REASON": reason, "IF": if_,
        "IDEM": idem})


def lead_transfer(
    *,
    from_: Id,
    to: Id,
    reason: str,
    status: Ids | None = None,
    direction: Ids | None = None,
    service: Ids | None = None,
    area: Ids | None = None,
    source: Ids | None = None,
    campaign: Ids | None = None,
    zip: Ids | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    dryrun: bool = False,
    idem: str | None = None,
) -> Request[int]:
    """Moves open leads, with their credit, to another partner or owner."""
    return Request(
        "LEAD.TRANSFER", as_integer, True, True, [], {"FROM": from_, "TO": to,
        "STATUS": listed(status), "DIRECTION": listed(direction), "SERVICE": listed(service),
        "AREA": listed(area), "SOURCE": listed(source), "CAMPAIGN": listed(campaign),
        "ZIP": listed(zip), "SINCE": since, "UNTIL": until, "IN": in_, "REASON": reason,
        "DRYRUN": dryrun, "IDEM": idem})


def report_funnel(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportFunnelRow]]:
    """Shows how far the leads registered in a span have got."""
    return Request(
        "REPORT FUNNEL", as_page(ReportFunnelRow), False, False, [], {"BY": by, "SINCE": since,
        "UNTIL": until, "IN": in_, "PARTNER": listed(partner), "SERVICE": listed(service),
        "DIRECTION": listed(direction), "OWNER": listed(owner), "TIER": listed(tier),
        "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_partners(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportPartnersRow]]:
    """Shows what has become of leads, by partner."""
    return Request(
        "REPORT PARTNERS", as_page(ReportPartnersRow), False, False, [], {"BY": by,
        "SINCE": since, "UNTIL": until, "IN": in_, "PARTNER": listed(partner),
        "SERVICE": listed(service), "DIRECTION": listed(direction), "OWNER": listed(owner),
        "TIER": listed(tier), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_reps(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportRepsRow]]:
    """Shows what has become of leads, by owner."""
    return Request(
        "REPORT REPS", as_page(ReportRepsRow), False, False, [], {"BY": by, "SINCE": since,
        "UNTIL": until, "IN": in_, "PARTNER": listed(partner), "SERVICE": listed(service),
        "DIRECTION": listed(direction), "OWNER": listed(owner), "TIER": listed(tier),
        "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_referrers(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportReferrersRow]]:
    """Shows what has become of leads, by who is credited."""
    return Request(
        "REPORT REFERRERS", as_page(ReportReferrersRow), False, False, [], {"BY": by,
        "SINCE": since, "UNTIL": until, "IN": in_, "PARTNER": listed(partner),
        "SERVICE": listed(service), "DIRECTION": listed(direction), "OWNER": listed(owner),
        "TIER": listed(tier), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_sources(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportSourcesRow]]:
    """Shows what has become of leads, by source."""
    return Request(
        "REPORT SOURCES", as_page(ReportSourcesRow), False, False, [], {"BY": by, "SINCE": since,
        "UNTIL": until, "IN": in_, "PARTNER": listed(partner), "SERVICE": listed(service),
        "DIRECTION": listed(direction), "OWNER": listed(owner), "TIER": listed(tier),
        "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_services(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportServicesRow]]:
    """Shows what has become of leads, by service."""
    return Request(
        "REPORT SERVICES", as_page(ReportServicesRow), False, False, [], {"BY": by,
        "SINCE": since, "UNTIL": until, "IN": in_, "PARTNER": listed(partner),
        "SERVICE": listed(service), "DIRECTION": listed(direction), "OWNER": listed(owner),
        "TIER": listed(tier), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_campaigns(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportCampaignsRow]]:
    """Shows what has become of leads, by campaign."""
    return Request(
        "REPORT CAMPAIGNS", as_page(ReportCampaignsRow), False, False, [], {"BY": by,
        "SINCE": since, "UNTIL": until, "IN": in_, "PARTNER": listed(partner),
        "SERVICE": listed(service), "DIRECTION": listed(direction), "OWNER": listed(owner),
        "TIER": listed(tier), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_sla(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportSlaRow]]:
    """Shows how long reviews, acceptances and first contacts took."""
    return Request(
        "REPORT SLA", as_page(ReportSlaRow), False, False, [], {"BY": by, "SINCE": since,
        "UNTIL": until, "IN": in_, "PARTNER": listed(partner), "SERVICE": listed(service),
        "DIRECTION": listed(direction), "OWNER": listed(owner), "TIER": listed(tier),
        "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_trend(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportTrendRow]]:
    """Shows what happened in each stretch of time."""
    return Request(
        "REPORT TREND", as_page(ReportTrendRow), False, False, [], {"BY": by, "SINCE": since,
        "UNTIL": until, "IN": in_, "PARTNER": listed(partner), "SERVICE": listed(service),
        "DIRECTION": listed(direction), "OWNER": listed(owner), "TIER": listed(tier),
        "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_leaderboard(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportLeaderboardRow]]:
    """Ranks partners by the value that they won in a span."""
    return Request(
        "REPORT LEADERBOARD", as_page(ReportLeaderboardRow), False, False, [], {"BY": by,
        "SINCE": since, "UNTIL": until, "IN": in_, "PARTNER": listed(partner),
        "SERVICE": listed(service), "DIRECTION": listed(direction), "OWNER": listed(owner),
        "TIER": listed(tier), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_liability(
    *,
    partner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportLiabilityRow]]:
    """Shows what is owed to whom now, per currency."""
    return Request(
        "REPORT LIABILITY", as_page(ReportLiabilityRow), False, False, [],
        {"PARTNER": listed(partner), "TIER": listed(tier), "COLUMNS": listed(columns),
        "LIMIT": limit, "AFTER": after})


def report_ageing(
    *,
    partner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportAgeingRow]]:
    """Shows what is due and unpaid, by how long it has been due."""
    return Request(
        "REPORT AGEING", as_page(ReportAgeingRow), False, False, [], {"PARTNER": listed(partner),
        "TIER": listed(tier), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_reciprocity(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportReciprocityRow]]:
    """Shows what was given to each partner and received from it."""
    return Request(
        "REPORT RECIPROCITY", as_page(ReportReciprocityRow), False, False, [], {"BY": by,
        "SINCE": since, "UNTIL": until, "IN": in_, "PARTNER": listed(partner),
        "SERVICE": listed(service), "DIRECTION": listed(direction), "OWNER": listed(owner),
        "TIER": listed(tier), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def report_payments(
    *,
    by: Literal["day", "week", "month", "quarter"] | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    partner: Ids | None = None,
    service: Ids | None = None,
    direction: Ids | None = None,
    owner: Ids | None = None,
    tier: Ids | None = None,
    columns: Ids | None = None,
    limit: int | None = None,
    after: int | None = None,
) -> Request[Page[ReportPaymentsRow]]:
    """Shows what was paid to us, and how, and what was given back."""
    return Request(
        "REPORT PAYMENTS", as_page(ReportPaymentsRow), False, False, [], {"BY": by,
        "SINCE": since, "UNTIL": until, "IN": in_, "PARTNER": listed(partner),
        "SERVICE": listed(service), "DIRECTION": listed(direction), "OWNER": listed(owner),
        "TIER": listed(tier), "COLUMNS": listed(columns), "LIMIT": limit, "AFTER": after})


def fx_set(
    from_: Id,
    to: Id,
    rate: Amount,
    *,
    at: Time | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Notes what a unit of one currency is worth in another from a day on."""
    return Request(
        "FX.SET", as_text, True, True, [from_, to, rate], {"AT": at, "IDEM": idem})


def fx_list(
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[FxListRow]]:
    """Lists rates of exchange by currency, the newest first."""
    return Request(
        "FX.LIST", as_page(FxListRow), False, False, [], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def terms_set(
    scope: Id,
    *,
    type: Id | None = None,
    to: Literal["referrer", "customer", "helper"] | None = None,
    product: Ids | None = None,
    rate: str | None = None,
    fixed: Amount | None = None,
    brackets: str | None = None,
    mode: Literal["marginal", "whole"] | None = None,
    recurs: Id | None = None,
    later: str | None = None,
    hold: Duration | None = None,
    minsale: str | None = None,
    cap: str | None = None,
    per: Literal["month", "quarter", "year"] | None = None,
    override: Ids | None = None,
    of: Literal["sale", "commission"] | None = None,
    due: Id | None = None,
    split: Id | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Says what is paid for sales in a scope; later changes never re-price."""
    return Request(
        "TERMS.SET", as_integer, True, True, [scope], {"TYPE": type, "TO": to,
        "PRODUCT": repeated(product), "RATE": rate, "FIXED": fixed, "BRACKETS": brackets,
        "MODE": mode, "RECURS": recurs, "LATER": later, "HOLD": hold, "MINSALE": minsale,
        "CAP": cap, "PER": per, "OVERRIDE": listed(override), "OF": of, "DUE": due,
        "SPLIT": split, "IF": if_, "IDEM": idem})


def terms_get(
    scope: Id,
) -> Request[Page[TermsGetRow]]:
    """Lists the terms of a scope, the short form of a partner's included."""
    return Request(
        "TERMS.GET", as_page(TermsGetRow), False, False, [scope], {})


def terms_list(
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[TermsListRow]]:
    """Lists all terms by scope."""
    return Request(
        "TERMS.LIST", as_page(TermsListRow), False, False, [], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def terms_del(
    scope: Id,
    *,
    type: Id | None = None,
    to: Literal["referrer", "customer", "helper"] | None = None,
    product: Ids | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Deletes the terms of a scope, or those of one type or recipient."""
    return Request(
        "TERMS.DEL", as_text, True, True, [scope], {"TYPE": type, "TO": to,
        "PRODUCT": repeated(product), "IDEM": idem})


def sale_new(
    lead: Id,
    *,
    amount: Amount | None = None,
    currency: Id | None = None,
    type: Literal["new", "addon"] | None = None,
    signed: Time | None = None,
    ref: Id | None = None,
    cost: Amount | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Reports a sale of a lead, which is won by it."""
    return Request(
        "SALE.NEW", as_text, True, True, [lead], {"AMOUNT": amount, "CURRENCY": currency,
        "TYPE": type, "SIGNED": signed, "REF": ref, "COST": cost, "IDEM": idem})


def sale_approve(
    sale: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[Page[SaleApproveRow]]:
    """Approves a sale that somebody else reported; makes its bonuses."""
    return Request(
        "SALE.APPROVE", as_page(SaleApproveRow), True, True, [sale], {"IF": if_, "IDEM": idem})


def sale_event(
    sale: Id,
    event: Literal["signing", "install", "revenue", "permit"],
    date: Time,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Says when something happened that bonuses wait for."""
    return Request(
        "SALE.EVENT", as_integer, True, True, [sale, event, date], {"IF": if_, "IDEM": idem})


def sale_renew(
    sale: Id,
    *,
    amount: Amount,
    at: Time,
    ref: Id | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Adds a renewal to a sale; makes its bonuses while the terms say so."""
    return Request(
        "SALE.RENEW", as_integer, True, True, [sale], {"AMOUNT": amount, "AT": at, "REF": ref,
        "IF": if_, "IDEM": idem})


def sale_refund(
    sale: Id,
    *,
    amount: Amount,
    reason: str,
    ref: Id | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Gives back a part of a sale, and reckons its bonuses again."""
    return Request(
        "SALE.REFUND", as_integer, True, True, [sale], {"AMOUNT": amount, "REASON": reason,
        "REF": ref, "IF": if_, "IDEM": idem})


def sale_cancel(
    sale: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Takes a sale back, with all its bonuses."""
    return Request(
        "SALE.CANCEL", as_integer, True, True, [sale], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def sale_get(
    sale: Id,
) -> Request[SaleGetReply]:
    """Answers everything kept on a sale."""
    return Request(
        "SALE.GET", as_map(SaleGetReply), False, False, [sale], {})


def sale_list(
    *,
    state: Ids | None = None,
    lead: Id | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[SaleListRow]]:
    """Lists sales, the newest first."""
    return Request(
        "SALE.LIST", as_page(SaleListRow), False, False, [], {"STATE": listed(state),
        "LEAD": lead, "SINCE": since, "UNTIL": until, "IN": in_, "LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def bonus_new(
    *,
    type: Id,
    earner: Id,
    sale: Id | None = None,
    amount: Amount | None = None,
    rate: str | None = None,
    due: Id | None = None,
    reason: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Makes a draft bonus by hand."""
    return Request(
        "BONUS.NEW", as_text, True, True, [], {"TYPE": type, "EARNER": earner, "SALE": sale,
        "AMOUNT": amount, "RATE": rate, "DUE": due, "REASON": reason, "IDEM": idem})


def bonus_set(
    bonus: Id,
    *,
    earner: Id | None = None,
    amount: Amount | None = None,
    rate: str | None = None,
    due: Id | None = None,
    reason: str | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Changes a draft bonus."""
    return Request(
        "BONUS.SET", as_integer, True, True, [bonus], {"EARNER": earner, "AMOUNT": amount,
        "RATE": rate, "DUE": due, "REASON": reason, "IF": if_, "IDEM": idem})


def bonus_complete(
    *bonus: Id,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[Any]:
    """Declares drafts complete: ready for somebody else's approval."""
    return Request(
        "BONUS.COMPLETE", as_any, True, True, [*bonus], {"IF": if_, "IDEM": idem})


def bonus_approve(
    *bonus: Id,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[Any]:
    """Approves bonuses that somebody else has completed."""
    return Request(
        "BONUS.APPROVE", as_any, True, True, [*bonus], {"IF": if_, "IDEM": idem})


def bonus_return(
    bonus: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Gives a bonus back to be changed instead of approving it."""
    return Request(
        "BONUS.RETURN", as_integer, True, True, [bonus], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def bonus_hold(
    bonus: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Stops a bonus that was not paid."""
    return Request(
        "BONUS.HOLD", as_integer, True, True, [bonus], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def bonus_unhold(
    bonus: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Lets a bonus go on where it was stopped."""
    return Request(
        "BONUS.UNHOLD", as_integer, True, True, [bonus], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def bonus_split(
    bonus: Id,
    parts: str,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[Page[BonusSplitRow]]:
    """Puts parts in the place of a bonus; not a cent is lost."""
    return Request(
        "BONUS.SPLIT", as_page(BonusSplitRow), True, True, [bonus, parts], {"IF": if_,
        "IDEM": idem})


def bonus_adjust(
    bonus: Id,
    *,
    amount: Amount,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[Any]:
    """Changes an amount: of a draft, or by a new bonus beside one."""
    return Request(
        "BONUS.ADJUST", as_any, True, True, [bonus], {"AMOUNT": amount, "REASON": reason,
        "IF": if_, "IDEM": idem})


def bonus_void(
    bonus: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Takes a bonus back that was not paid."""
    return Request(
        "BONUS.VOID", as_integer, True, True, [bonus], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def bonus_get(
    bonus: Id,
) -> Request[BonusGetReply]:
    """Answers everything kept on a bonus."""
    return Request(
        "BONUS.GET", as_map(BonusGetReply), False, False, [bonus], {})


def bonus_list(
    *,
    state: Ids | None = None,
    earner: Id | None = None,
    type: Ids | None = None,
    sale: Id | None = None,
    lead: Id | None = None,
    until: Time | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[BonusListRow]]:
    """Lists bonuses, the newest first; outsiders their own."""
    return Request(
        "BONUS.LIST", as_page(BonusListRow), False, False, [], {"STATE": listed(state),
        "EARNER": earner, "TYPE": listed(type), "SALE": sale, "LEAD": lead, "UNTIL": until,
        "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns)})


def payout_preview(
    *,
    until: Time | None = None,
    currency: Id | None = None,
    limit: int | None = None,
    after: Id | None = None,
) -> Request[Page[PayoutPreviewRow]]:
    """Shows what a run would pay out; changes nothing."""
    return Request(
        "PAYOUT.PREVIEW", as_page(PayoutPreviewRow), False, False, [], {"UNTIL": until,
        "CURRENCY": currency, "LIMIT": limit, "AFTER": after})


def payout_run(
    *,
    until: Time | None = None,
    currency: Id | None = None,
    minimum: Amount | None = None,
    idem: str | None = None,
) -> Request[PayoutRunReply]:
    """Makes payouts of all that is due, less debts; employees have payroll."""
    return Request(
        "PAYOUT.RUN", as_map(PayoutRunReply), True, True, [], {"UNTIL": until,
        "CURRENCY": currency, "MINIMUM": minimum, "IDEM": idem})


def payout_approve(
    *payout: Id,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[Any]:
    """Approves payouts that somebody else has run."""
    return Request(
        "PAYOUT.APPROVE", as_any, True, True, [*payout], {"IF": if_, "IDEM": idem})


def payout_send(
    payout: Id,
    *,
    method: Literal["ach", "check", "wire", "card", "network"],
    ref: Id | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Notes that an approved payout was given to the bank or processor."""
    return Request(
        "PAYOUT.SEND", as_integer, True, True, [payout], {"METHOD": method, "REF": ref,
        "IF": if_, "IDEM": idem})


def payout_paid(
    payout: Id,
    *,
    ref: Id | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Notes that a payout has arrived."""
    return Request(
        "PAYOUT.PAID", as_integer, True, True, [payout], {"REF": ref, "IF": if_, "IDEM": idem})


def payout_fail(
    payout: Id,
    *,
    reason: str,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Notes that a payout failed; its money is due again."""
    return Request(
        "PAYOUT.FAIL", as_integer, True, True, [payout], {"REASON": reason, "IF": if_,
        "IDEM": idem})


def payout_unknown(
    payout: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Notes that nobody knows what became of a payout."""
    return Request(
        "PAYOUT.UNKNOWN", as_integer, True, True, [payout], {"IF": if_, "IDEM": idem})


def payout_get(
    payout: Id,
) -> Request[PayoutGetReply]:
    """Answers everything kept on a payout, with its lines."""
    return Request(
        "PAYOUT.GET", as_map(PayoutGetReply), False, False, [payout], {})


def payout_list(
    *,
    state: Ids | None = None,
    earner: Id | None = None,
    run: int | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[PayoutListRow]]:
    """Lists payouts, the newest first."""
    return Request(
        "PAYOUT.LIST", as_page(PayoutListRow), False, False, [], {"STATE": listed(state),
        "EARNER": earner, "RUN": run, "SINCE": since, "UNTIL": until, "IN": in_, "LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def payroll_run(
    *,
    until: Time,
    idem: str | None = None,
) -> Request[str]:
    """Makes one payroll of all that is due to employees; PAYOUT.APPROVE and so on move it."""
    return Request(
        "PAYROLL.RUN", as_text, True, True, [], {"UNTIL": until, "IDEM": idem})


def payroll_get(
    payout: Id,
) -> Request[PayrollGetReply]:
    """Answers everything kept on a payroll, with a line for each earner."""
    return Request(
        "PAYROLL.GET", as_map(PayrollGetReply), False, False, [payout], {})


def debt_paid(
    payee: Id,
    *,
    amount: Amount,
    ref: Id,
    currency: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Notes what an earner has given back, for its oldest debts first."""
    return Request(
        "DEBT.PAID", as_text, True, True, [payee], {"AMOUNT": amount, "REF": ref,
        "CURRENCY": currency, "IDEM": idem})


def debt_forgive(
    payee: Id,
    *,
    amount: Amount,
    reason: str,
    currency: Id | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Wishes to let a debt go; somebody else has to approve it."""
    return Request(
        "DEBT.FORGIVE", as_integer, True, True, [payee], {"AMOUNT": amount, "REASON": reason,
        "CURRENCY": currency, "IF": if_, "IDEM": idem})


def debt_approve(
    payee: Id,
    *,
    currency: Id | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Lets a debt go as somebody else has wished."""
    return Request(
        "DEBT.APPROVE", as_text, True, True, [payee], {"CURRENCY": currency, "IF": if_,
        "IDEM": idem})


def tax_form(
    payee: Id,
    form: Literal["W9", "W8"],
    *,
    name: str | None = None,
    address: str | None = None,
    entity: Literal["individual", "llc", "partnership", "corporation"] | None = None,
    tin_last4: Id | None = None,
    withhold: str | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Files a payee's tax form; later ones change what they name."""
    return Request(
        "TAX.FORM", as_integer, True, True, [payee, form], {"NAME": name, "ADDRESS": address,
        "ENTITY": entity, "TIN-LAST4": tin_last4, "WITHHOLD": withhold, "IF": if_, "IDEM": idem})


def tax_get(
    payee: Id,
) -> Request[TaxGetReply]:
    """Answers the tax form that a payee has on file."""
    return Request(
        "TAX.GET", as_map(TaxGetReply), False, False, [payee], {})


def tax_report(
    year: Id,
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[TaxReportRow]]:
    """Lists who was paid in a calendar year, and whose form is due."""
    return Request(
        "TAX.REPORT", as_page(TaxReportRow), False, False, [year], {"LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def tax_remit(
    *,
    amount: Amount,
    ref: Id,
    currency: Id | None = None,
    at: Time | None = None,
    note: str | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Notes what of the tax withheld has gone to the office, or come back."""
    return Request(
        "TAX.REMIT", as_text, True, True, [], {"AMOUNT": amount, "REF": ref,
        "CURRENCY": currency, "AT": at, "NOTE": note, "IDEM": idem})


def balance(
    payee: Id,
) -> Request[Page[BalanceRow]]:
    """Shows what an earner has earned, was paid and is owed, per currency."""
    return Request(
        "BALANCE", as_page(BalanceRow), False, False, [payee], {})


def statement(
    payee: Id,
    *,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    limit: int | None = None,
    after: int | None = None,
    columns: Ids | None = None,
) -> Request[Page[StatementRow]]:
    """Lists an earner's entries, the oldest first, with what is owed after."""
    return Request(
        "STATEMENT", as_page(StatementRow), False, False, [payee], {"SINCE": since,
        "UNTIL": until, "IN": in_, "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns)})


def ledger_list(
    *,
    account: Literal["expense", "payable", "reserved", "paid", "debt", "clearing", "income", "withheld"] | None = None,
    of: str | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    limit: int | None = None,
    after: int | None = None,
    columns: Ids | None = None,
) -> Request[Page[LedgerListRow]]:
    """Lists the entries of the ledger, the oldest first."""
    return Request(
        "LEDGER.LIST", as_page(LedgerListRow), False, False, [], {"ACCOUNT": account, "OF": of,
        "SINCE": since, "UNTIL": until, "IN": in_, "LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def ledger_trial(
    *,
    at: Time | None = None,
) -> Request[Page[LedgerTrialRow]]:
    """Sums the debits and credits of each account, per currency."""
    return Request(
        "LEDGER.TRIAL", as_page(LedgerTrialRow), False, False, [], {"AT": at})


def ledger_close(
    month: Id,
    *,
    idem: str | None = None,
) -> Request[str]:
    """Closes a month; later facts are entered in the first open one."""
    return Request(
        "LEDGER.CLOSE", as_text, True, True, [month], {"IDEM": idem})


def ledger_check(
) -> Request[Page[LedgerCheckRow]]:
    """Proves the ledger from its entries alone; empty when sound."""
    return Request(
        "LEDGER.CHECK", as_page(LedgerCheckRow), False, False, [], {})


def invoice_new(
    *,
    lead: Id | None = None,
    sale: Id | None = None,
    bill: Id | None = None,
    amount: Amount | None = None,
    currency: Id | None = None,
    ref: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Makes an invoice for a lead or a sale, or of a fee a partner owes."""
    return Request(
        "INVOICE.NEW", as_text, True, True, [], {"LEAD": lead, "SALE": sale, "BILL": bill,
        "AMOUNT": amount, "CURRENCY": currency, "REF": ref, "IDEM": idem})


def invoice_get(
    invoice: Id,
) -> Request[InvoiceGetReply]:
    """Answers everything kept on an invoice."""
    return Request(
        "INVOICE.GET", as_map(InvoiceGetReply), False, False, [invoice], {})


def invoice_list(
    *,
    state: Ids | None = None,
    lead: Id | None = None,
    sale: Id | None = None,
    bill: Id | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[InvoiceListRow]]:
    """Lists invoices, the newest first; outsiders what they are billed."""
    return Request(
        "INVOICE.LIST", as_page(InvoiceListRow), False, False, [], {"STATE": listed(state),
        "LEAD": lead, "SALE": sale, "BILL": bill, "SINCE": since, "UNTIL": until, "IN": in_,
        "LIMIT": limit, "AFTER": after, "COLUMNS": listed(columns)})


def invoice_void(
    invoice: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Has nothing be owed any more of what was not paid of an invoice."""
    return Request(
        "INVOICE.VOID", as_integer, True, True, [invoice], {"IF": if_, "IDEM": idem})


def invoice_link(
    invoice: Id,
    *,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Makes the token of an invoice's link; the one before is over."""
    return Request(
        "INVOICE.LINK", as_text, True, True, [invoice], {"IF": if_, "IDEM": idem})


def invoice_open(
    token: str,
) -> Request[InvoiceOpenReply]:
    """Answers what a link says is to be paid, or was; changes nothing."""
    return Request(
        "INVOICE.OPEN", as_map(InvoiceOpenReply), False, False, [token], {})


def invoice_paid(
    invoice: Id,
    *,
    amount: Amount,
    method: Literal["wire", "check", "ach", "cash"],
    ref: Id,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Notes what came in without the gateway; a part may do."""
    return Request(
        "INVOICE.PAID", as_integer, True, True, [invoice], {"AMOUNT": amount, "METHOD": method,
        "REF": ref, "IF": if_, "IDEM": idem})


def receipt(
    invoice: Id,
) -> Request[ReceiptReply]:
    """Answers what has come in for an invoice."""
    return Request(
        "RECEIPT", as_map(ReceiptReply), False, False, [invoice], {})


def payment_begin(
    invoice: Id,
    *,
    brand: Id | None = None,
    idem: str | None = None,
) -> Request[str]:
    """Begins to pay what is open of an invoice; of several at once, one."""
    return Request(
        "PAYMENT.BEGIN", as_text, True, True, [invoice], {"BRAND": brand, "IDEM": idem})


def payment_result(
    payment: Id,
    result: Literal["approved", "declined", "abandoned", "unknown"],
    *,
    brand: Literal["visa", "mastercard"] | None = None,
    last4: Id | None = None,
    ref: Id | None = None,
    message: str | None = None,
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Notes what came of an attempt, also of one that is unknown."""
    return Request(
        "PAYMENT.RESULT", as_integer, True, True, [payment, result], {"BRAND": brand,
        "LAST4": last4, "REF": ref, "MESSAGE": message, "IF": if_, "IDEM": idem})


def payment_reverse(
    payment: Id,
    *,
    amount: Amount,
    reason: Literal["refund", "chargeback"],
    if_: int | None = None,
    idem: str | None = None,
) -> Request[int]:
    """Notes that a payment was given back, or a part of it."""
    return Request(
        "PAYMENT.REVERSE", as_integer, True, True, [payment], {"AMOUNT": amount,
        "REASON": reason, "IF": if_, "IDEM": idem})


def payment_list(
    invoice: Id | None = None,
    *,
    state: Ids | None = None,
    since: Time | None = None,
    until: Time | None = None,
    in_: str | None = None,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[PaymentListRow]]:
    """Lists attempts to pay, good or bad, the newest first."""
    return Request(
        "PAYMENT.LIST", as_page(PaymentListRow), False, False, [invoice],
        {"STATE": listed(state), "SINCE": since, "UNTIL": until, "IN": in_, "LIMIT": limit,
        "AFTER": after, "COLUMNS": listed(columns)})


def explain(
    id: Id,
    *,
    amount: Amount | None = None,
    at: Time | None = None,
) -> Request[Page[ExplainRow]]:
    """Shows every step from a sale to the cent: of a bonus, or of a win to be."""
    return Request(
        "EXPLAIN", as_page(ExplainRow), False, False, [id], {"AMOUNT": amount, "AT": at})


def events(
    *,
    after: int | str | None = None,
    cursor: Id | None = None,
    type: Ids | None = None,
    of: Id | None = None,
    not_: str | None = None,
    limit: int | None = None,
    block: int | None = None,
    columns: Ids | None = None,
) -> Request[Page[EventsRow]]:
    """Lists what happened, the oldest first; BLOCK waits for the next."""
    return Request(
        "EVENTS", as_page(EventsRow), False, False, [], {"AFTER": after, "CURSOR": cursor,
        "TYPE": listed(type), "OF": of, "NOT": not_, "LIMIT": limit, "BLOCK": block,
        "COLUMNS": listed(columns)})


def event_types(
) -> Request[Page[EventTypesRow]]:
    """Lists the types of events by name."""
    return Request(
        "EVENT.TYPES", as_page(EventTypesRow), False, False, [], {})


def history(
    id: Id,
    *,
    limit: int | None = None,
    after: int | None = None,
    columns: Ids | None = None,
) -> Request[Page[HistoryRow]]:
    """Lists every event of one record, the oldest first."""
    return Request(
        "HISTORY", as_page(HistoryRow), False, False, [id], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def audit_head(
) -> Request[AuditHeadReply]:
    """Answers the newest event's number and hash."""
    return Request(
        "AUDIT.HEAD", as_map(AuditHeadReply), False, False, [], {})


def audit_verify(
    *,
    from_: int | None = None,
    to: int | None = None,
    proof: Id | None = None,
) -> Request[AuditVerifyReply]:
    """Recomputes the chain of events, or checks a proof of a claim."""
    return Request(
        "AUDIT.VERIFY", as_map(AuditVerifyReply), False, False, [], {"FROM": from_, "TO": to,
        "PROOF": proof})


def pubsub_channels(
    pattern: Id | None = None,
) -> Request[list[Any]]:
    """Lists the channels that somebody subscribed to by name."""
    return Request(
        "PUBSUB CHANNELS", as_list, False, False, [pattern], {})


def pubsub_numsub(
    *channel: Id,
) -> Request[Any]:
    """Answers how many connections subscribed to each of the channels."""
    return Request(
        "PUBSUB NUMSUB", as_any, False, False, [*channel], {})


def pubsub_numpat(
) -> Request[int]:
    """Answers how many different patterns are subscribed to."""
    return Request(
        "PUBSUB NUMPAT", as_integer, False, False, [], {})


def cursor_set(
    name: Id,
    seq: int,
    *,
    idem: str | None = None,
) -> Request[str]:
    """Keeps how far a consumer has come; going back reads events again."""
    return Request(
        "CURSOR.SET", as_text, True, True, [name, seq], {"IDEM": idem})


def cursor_get(
    name: Id,
) -> Request[int | None]:
    """Answers where a consumer stands, or null when it is not known."""
    return Request(
        "CURSOR.GET", as_nullable_integer, False, False, [name], {})


def cursor_del(
    name: Id,
    *,
    idem: str | None = None,
) -> Request[str]:
    """Forgets a consumer's position."""
    return Request(
        "CURSOR.DEL", as_text, True, True, [name], {"IDEM": idem})


def cursor_list(
    *,
    limit: int | None = None,
    after: Id | None = None,
    columns: Ids | None = None,
) -> Request[Page[CursorListRow]]:
    """Lists the caller's consumers by name, and how far each is behind."""
    return Request(
        "CURSOR.LIST", as_page(CursorListRow), False, False, [], {"LIMIT": limit, "AFTER": after,
        "COLUMNS": listed(columns)})


def check(
    *,
    deep: bool = False,
) -> Request[Page[CheckRow]]:
    """Lists inconsistencies between records, indexes, counters and chain."""
    return Request(
        "CHECK", as_page(CheckRow), False, False, [], {"DEEP": deep})


def debug_clock(
    *,
    advance: Duration | None = None,
    set: Time | None = None,
) -> Request[Any]:
    """Shows the clock, or makes it stand at another time."""
    return Request(
        "DEBUG CLOCK", as_any, True, False, [], {"ADVANCE": advance, "SET": set})


def backup(
    name: Id,
    *,
    since: Id | None = None,
) -> Request[BackupReply]:
    """Copies everything into a folder of `backupdir`; SINCE, what has changed."""
    return Request(
        "BACKUP", as_map(BackupReply), False, False, [name], {"SINCE": since})


def compact(
) -> Request[str]:
    """Rewrites the store's files without what was deleted or replaced."""
    return Request(
        "COMPACT", as_text, False, False, [], {})


def shutdown(
) -> Request[str]:
    """Stops the server as SIGTERM does, once what has come is answered."""
    return Request(
        "SHUTDOWN", as_text, False, False, [], {})


class Commands:
    """A method for each command; what it returns is up to who has it."""

    ping = Method(ping)
    echo = Method(echo)
    whoami = Method(whoami)
    client_id = Method(client_id)
    client_info = Method(client_info)
    client_getname = Method(client_getname)
    client_list = Method(client_list)
    client_kill = Method(client_kill)
    client_lastseq = Method(client_lastseq)
    client_unblock = Method(client_unblock)
    time = Method(time)
    role = Method(role)
    dbsize = Method(dbsize)
    wait = Method(wait)
    acl_whoami = Method(acl_whoami)
    module_list = Method(module_list)
    waitaof = Method(waitaof)
    memory_usage = Method(memory_usage)
    memory_doctor = Method(memory_doctor)
    config_get = Method(config_get)
    config_set = Method(config_set)
    config_resetstat = Method(config_resetstat)
    slowlog_get = Method(slowlog_get)
    slowlog_len = Method(slowlog_len)
    slowlog_reset = Method(slowlog_reset)
    latency_latest = Method(latency_latest)
    latency_history = Method(latency_history)
    latency_reset = Method(latency_reset)
    latency_doctor = Method(latency_doctor)
    latency_histogram = Method(latency_histogram)
    help = Method(help)
    command = Method(command)
    command_count = Method(command_count)
    command_list = Method(command_list)
    command_info = Method(command_info)
    command_docs = Method(command_docs)
    info = Method(info)
    acl_help = Method(acl_help)
    client_help = Method(client_help)
    command_help = Method(command_help)
    config_help = Method(config_help)
    debug_help = Method(debug_help)
    latency_help = Method(latency_help)
    memory_help = Method(memory_help)
    module_help = Method(module_help)
    pubsub_help = Method(pubsub_help)
    slowlog_help = Method(slowlog_help)
    user_new = Method(user_new)
    user_token = Method(user_token)
    user_disable = Method(user_disable)
    user_enable = Method(user_enable)
    user_get = Method(user_get)
    user_list = Method(user_list)
    partner_new = Method(partner_new)
    partner_set = Method(partner_set)
    partner_get = Method(partner_get)
    partner_list = Method(partner_list)
    partner_pause = Method(partner_pause)
    partner_resume = Method(partner_resume)
    partner_apply = Method(partner_apply)
    partner_approve = Method(partner_approve)
    partner_decline = Method(partner_decline)
    partner_suspend = Method(partner_suspend)
    service_set = Method(service_set)
    service_list = Method(service_list)
    cover_add = Method(cover_add)
    cover_del = Method(cover_del)
    cover_list = Method(cover_list)
    territory_set = Method(territory_set)
    territory_get = Method(territory_get)
    territory_del = Method(territory_del)
    territory_list = Method(territory_list)
    referrer_new = Method(referrer_new)
    referrer_set = Method(referrer_set)
    referrer_get = Method(referrer_get)
    referrer_list = Method(referrer_list)
    campaign_new = Method(campaign_new)
    campaign_set = Method(campaign_set)
    campaign_end = Method(campaign_end)
    campaign_get = Method(campaign_get)
    campaign_list = Method(campaign_list)
    tier_set = Method(tier_set)
    tier_del = Method(tier_del)
    tier_list = Method(tier_list)
    tier_evaluate = Method(tier_evaluate)
    collateral_add = Method(collateral_add)
    collateral_del = Method(collateral_del)
    collateral_list = Method(collateral_list)
    training_done = Method(training_done)
    training_list = Method(training_list)
    partner_stats = Method(partner_stats)
    lead_new = Method(lead_new)
    lead_get = Method(lead_get)
    lead_set = Method(lead_set)
    lead_check = Method(lead_check)
    lead_withdraw = Method(lead_withdraw)
    take = Method(take)
    lead_list = Method(lead_list)
    lead_find = Method(lead_find)
    queue = Method(queue)
    note = Method(note)
    form_set = Method(form_set)
    form_get = Method(form_get)
    form_del = Method(form_del)
    score = Method(score)
    score_set = Method(score_set)
    score_list = Method(score_list)
    score_del = Method(score_del)
    qualify = Method(qualify)
    nurture_new = Method(nurture_new)
    nurture_open = Method(nurture_open)
    nurture_unsubscribe = Method(nurture_unsubscribe)
    nurture_quote = Method(nurture_quote)
    suppress_add = Method(suppress_add)
    suppress_del = Method(suppress_del)
    suppress_check = Method(suppress_check)
    suppress_list = Method(suppress_list)
    mail_log = Method(mail_log)
    mail_list = Method(mail_list)
    item_add = Method(item_add)
    item_del = Method(item_del)
    item_list = Method(item_list)
    attach = Method(attach)
    attach_get = Method(attach_get)
    attach_list = Method(attach_list)
    feedback = Method(feedback)
    feedback_list = Method(feedback_list)
    person = Method(person)
    erase = Method(erase)
    todo = Method(todo)
    route = Method(route)
    assign = Method(assign)
    unassign = Method(unassign)
    release = Method(release)
    accept = Method(accept)
    decline = Method(decline)
    status = Method(status)
    flow = Method(flow)
    reopen = Method(reopen)
    sla_set = Method(sla_set)
    sla_del = Method(sla_del)
    sla_list = Method(sla_list)
    overdue = Method(overdue)
    holiday_add = Method(holiday_add)
    holiday_del = Method(holiday_del)
    holiday_list = Method(holiday_list)
    claim_get = Method(claim_get)
    claim_extend = Method(claim_extend)
    claim_list = Method(claim_list)
    proof = Method(proof)
    dispute_new = Method(dispute_new)
    dispute_note = Method(dispute_note)
    dispute_get = Method(dispute_get)
    dispute_withdraw = Method(dispute_withdraw)
    dispute_resolve = Method(dispute_resolve)
    dispute_list = Method(dispute_list)
    touch = Method(touch)
    credit = Method(credit)
    lead_merge = Method(lead_merge)
    lead_transfer = Method(lead_transfer)
    report_funnel = Method(report_funnel)
    report_partners = Method(report_partners)
    report_reps = Method(report_reps)
    report_referrers = Method(report_referrers)
    report_sources = Method(report_sources)
    report_services = Method(report_services)
    report_campaigns = Method(report_campaigns)
    report_sla = Method(report_sla)
    report_trend = Method(report_trend)
    report_leaderboard = Method(report_leaderboard)
    report_liability = Method(report_liability)
    report_ageing = Method(report_ageing)
    report_reciprocity = Method(report_reciprocity)
    report_payments = Method(report_payments)
    fx_set = Method(fx_set)
    fx_list = Method(fx_list)
    terms_set = Method(terms_set)
    terms_get = Method(terms_get)
    terms_list = Method(terms_list)
    terms_del = Method(terms_del)
    sale_new = Method(sale_new)
    sale_approve = Method(sale_approve)
    sale_event = Method(sale_event)
    sale_renew = Method(sale_renew)
    sale_refund = Method(sale_refund)
    sale_cancel = Method(sale_cancel)
    sale_get = Method(sale_get)
    sale_list = Method(sale_list)
    bonus_new = Method(bonus_new)
    bonus_set = Method(bonus_set)
    bonus_complete = Method(bonus_complete)
    bonus_approve = Method(bonus_approve)
    bonus_return = Method(bonus_return)
    bonus_hold = Method(bonus_hold)
    bonus_unhold = Method(bonus_unhold)
    bonus_split = Method(bonus_split)
    bonus_adjust = Method(bonus_adjust)
    bonus_void = Method(bonus_void)
    bonus_get = Method(bonus_get)
    bonus_list = Method(bonus_list)
    payout_preview = Method(payout_preview)
    payout_run = Method(payout_run)
    payout_approve = Method(payout_approve)
    payout_send = Method(payout_send)
    payout_paid = Method(payout_paid)
    payout_fail = Method(payout_fail)
    payout_unknown = Method(payout_unknown)
    payout_get = Method(payout_get)
    payout_list = Method(payout_list)
    payroll_run = Method(payroll_run)
    payroll_get = Method(payroll_get)
    debt_paid = Method(debt_paid)
    debt_forgive = Method(debt_forgive)
    debt_approve = Method(debt_approve)
    tax_form = Method(tax_form)
    tax_get = Method(tax_get)
    tax_report = Method(tax_report)
    tax_remit = Method(tax_remit)
    balance = Method(balance)
    statement = Method(statement)
    ledger_list = Method(ledger_list)
    ledger_trial = Method(ledger_trial)
    ledger_close = Method(ledger_close)
    ledger_check = Method(ledger_check)
    invoice_new = Method(invoice_new)
    invoice_get = Method(invoice_get)
    invoice_list = Method(invoice_list)
    invoice_void = Method(invoice_void)
    invoice_link = Method(invoice_link)
    invoice_open = Method(invoice_open)
    invoice_paid = Method(invoice_paid)
    receipt = Method(receipt)
    payment_begin = Method(payment_begin)
    payment_result = Method(payment_result)
    payment_reverse = Method(payment_reverse)
    payment_list = Method(payment_list)
    explain = Method(explain)
    events = Method(events)
    event_types = Method(event_types)
    history = Method(history)
    audit_head = Method(audit_head)
    audit_verify = Method(audit_verify)
    pubsub_channels = Method(pubsub_channels)
    pubsub_numsub = Method(pubsub_numsub)
    pubsub_numpat = Method(pubsub_numpat)
    cursor_set = Method(cursor_set)
    cursor_get = Method(cursor_get)
    cursor_del = Method(cursor_del)
    cursor_list = Method(cursor_list)
    check = Method(check)
    debug_clock = Method(debug_clock)
    backup = Method(backup)
    compact = Method(compact)
    shutdown = Method(shutdown)
