/// What is asked in each scene: a weight, then a command or several that belong together.
///
/// `__seq__` is a number that never recurs; the other names in underscores are of `SceneCast`.
/// Every command has to succeed, however often it is sent.
enum SceneLines {
    private static let customer = "c__seq__@x__run____seq__.example"
    private static let new = "LEAD.NEW EMAIL \(customer) COMPANY 'Acme __run__ __seq__'"
    private static let out = "\(new) NAME 'Ann Lee' SERVICE __service__ ZIP 90210 COUNTRY US"
    private static let brought = "\(new) DIRECTION in REFERRER __partner__ PRODUCT base"

    static let intake = [
        "30 \(out) VALUE 1200 NOTES 'Called twice, wants an offer.'",
        "20 \(brought)",
        "10 LEAD.CHECK EMAIL __email__ SERVICE __service__",
        "5 LEAD.FIND EMAIL __email__",
        "8 MAIL.LOG EMAIL __email__ SUBJECT Offer BODY 'What does it cost for twelve people?'",
        "8 NOTE __lead__ 'Called twice, wants an offer.' SHARED",
        """
        4 MULTI ; \(brought) ; ITEM.ADD $1 SKU a7 NAME Seat QTY 12 PRICE 19.99 ; \
        ATTACH $1 plan MIME application/pdf URL https://files.example/plan.pdf ; EXEC
        """,
        "4 NURTURE.NEW EMAIL __email__ TOPIC news",
        "2 NURTURE.OPEN __token__",
        "3 SUPPRESS.CHECK EMAIL __email__ TOPIC news",
        "2 FORM.GET __service__",
        "2 MAIL.LIST __lead__",
        "1 ITEM.LIST __in__",
        "1 ATTACH.LIST __in__",
        "1 PROOF __in__",
    ]

    private static let line = """
        NAME 'Ann Lee' SERVICE __service__ ZIP 90210 COUNTRY US VALUE 1200 \
        NOTES 'Called twice, wants an offer.' IDEM row-__run__-__seq__
        """
    static let importing = [
        "19 \(new) \(line) REF file-__run__-__seq__",
        "1 LEAD.NEW EMAIL __email__ \(line) ONEXISTS ignore",
    ]

    static let triage = [
        "20 QUEUE LIMIT 20",
        "15 ROUTE __lead__",
        "10 SCORE __lead__",
        "5 QUALIFY __lead__ BUDGET 20 NEED 10",
        """
        20 MULTI ; \(out) ; ASSIGN $1 AUTO ; RELEASE $1 ; ACCEPT $1 ; STATUS $1 contacted ; EXEC
        """,
        "4 MULTI ; \(out) ; ASSIGN $1 __partner__ ; UNASSIGN $1 REASON later ; EXEC",
        """
        4 MULTI ; \(out) ; ASSIGN $1 __partner__ ; RELEASE $1 ; DECLINE $1 REASON busy ; \
        LEAD.WITHDRAW $1 REASON gone ; REOPEN $1 REASON back ; EXEC
        """,
        "4 \(out) ; TAKE",
        "8 STATUS __out__",
        "4 TODO LIMIT 20",
        "4 OVERDUE PARTNER __partner__ LIMIT 20",
        "4 LEAD.LIST STATUS new LIMIT 20",
        "1 FLOW out",
        "1 SLA.LIST",
        "1 COVER.LIST SERVICE __service__",
        "1 TERRITORY.GET 90210",
        "1 SERVICE.LIST LIMIT 20",
        "1 HOLIDAY.LIST LIMIT 20",
    ]

    static let partnerPortal = [
        "20 LEAD.LIST PARTNER __partner__ LIMIT 20",
        "20 LEAD.GET __out__",
        "8 NOTE __out__ 'Asked for a quote by Monday.' SHARED",
        "8 STATUS __out__",
        "8 PARTNER.STATS __partner__",
        "6 BALANCE __partner__",
        "4 STATEMENT __partner__ LIMIT 20",
        "5 CLAIM.LIST PARTNER __partner__ LIMIT 20",
        "3 CLAIM.GET __in__",
        "4 EXPLAIN __in__ AMOUNT 1000",
        "3 FEEDBACK __out__ RATING 4 TEXT 'A good one.'",
        "2 FEEDBACK.LIST __out__",
        "2 COLLATERAL.LIST LIMIT 20",
        "2 TRAINING.LIST __partner__",
        "2 MULTI ; \(brought) ; DISPUTE.NEW $1 REASON ours ; DISPUTE.WITHDRAW $2 ; EXEC",
        "3 EVENTS AFTER now LIMIT 20",
    ]

    static let reports = [
        "4 REPORT FUNNEL IN month",
        "4 REPORT PARTNERS IN month",
        "2 REPORT REPS IN month",
        "2 REPORT REFERRERS IN month",
        "2 REPORT SOURCES IN month",
        "2 REPORT SERVICES IN month",
        "2 REPORT CAMPAIGNS IN month",
        "2 REPORT SLA IN month",
        "2 REPORT TREND BY day IN month",
        "2 REPORT LEADERBOARD IN month",
        "2 REPORT RECIPROCITY IN month",
        "2 REPORT PAYMENTS IN month",
        "2 REPORT LIABILITY",
        "2 REPORT AGEING",
        "1 INVOICE.LIST LIMIT 20",
        "1 PAYMENT.LIST LIMIT 20",
        "1 TAX.REPORT 2026",
        "2 PARTNER.LIST LIMIT 20",
        "2 SALE.LIST LIMIT 20",
        "2 BONUS.LIST LIMIT 20",
        "1 PAYOUT.PREVIEW",
        "1 PAYOUT.LIST LIMIT 20",
        "1 LEDGER.TRIAL",
        "1 LEDGER.LIST LIMIT 20",
        "1 TERMS.LIST LIMIT 20",
        "1 CAMPAIGN.LIST LIMIT 20",
        "1 TIER.LIST",
        "1 REFERRER.LIST LIMIT 20",
        "1 FX.LIST LIMIT 20",
        "1 USER.LIST LIMIT 20",
        "1 DISPUTE.LIST LIMIT 20",
        "1 PERSON EMAIL __email__",
        "4 HISTORY __lead__",
        "2 AUDIT.HEAD",
        "1 EVENT.TYPES",
        "1 CURSOR.LIST LIMIT 20",
    ]

    /// What makes money; weights as in `Scene.dayShares`.
    static let money = [
        "80 MULTI ; \(brought) ; ACCEPT $1 ; SALE.NEW $1 AMOUNT 250 ; EXEC",
        """
        40 MULTI ; \(brought) ; TOUCH $1 __partner__ AT 2d ; TOUCH $1 __other__ ; \
        CREDIT $1 MODEL linear APPLY ; EXEC
        """,
        """
        20 MULTI ; \(brought) ; INVOICE.NEW LEAD $1 AMOUNT 250 ; PAYMENT.BEGIN $2 BRAND visa ; \
        PAYMENT.RESULT $3 approved BRAND visa LAST4 4242 REF c__seq__ ; RECEIPT $2 ; EXEC
        """,
        "20 CREDIT __in__",
        "20 SALE.GET __sale__",
    ]
}
