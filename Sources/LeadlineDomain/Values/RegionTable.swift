/// The usual regions: a name, and its countries or regions of an earlier row.
enum RegionTable {
    static let rows: [(name: String, members: String)] = [
        ("DACH", "DE AT CH"),
        ("BENELUX", "BE NL LU"),
        ("NORDICS", "DK FI IS NO SE FO GL AX"),
        ("BALTICS", "EE LV LT"),
        ("IBERIA", "ES PT AD GI"),
        ("UKI", "GB IE"),
        (
            "EU",
            """
            AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE
            """
        ),
        ("EEA", "EU IS LI NO"),
        ("CEE", "BALTICS PL CZ SK HU SI HR RO BG RS BA ME MK AL XK MD"),
        ("CIS", "AM AZ BY KZ KG MD RU TJ TM UZ"),
        (
            "EUROPE",
            """
            EEA UKI DACH NORDICS CEE IBERIA BY UA RU MC SM VA GG JE IM
            """
        ),
        ("GCC", "AE BH KW OM QA SA"),
        ("MIDDLEEAST", "GCC IL IQ IR JO LB PS SY TR YE"),
        ("MENA", "MIDDLEEAST DZ EG LY MA TN SD MR"),
        (
            "SSA",
            """
            AO BJ BW BF BI CV CM CF TD KM CG CD CI GQ ER SZ ET GA GM GH GN GW KE LS LR MG MW ML MU
            MZ NA NE NG RW ST SN SC SL SO ZA SS TZ TG UG ZM ZW DJ MR SD RE YT SH
            """
        ),
        ("AFRICA", "SSA DZ EG EH LY MA TN"),
        ("EMEA", "EUROPE MIDDLEEAST AFRICA AM AZ GE"),
        ("ASEAN", "BN ID KH LA MM MY PH SG TH TL VN"),
        ("ANZ", "AU NZ"),
        (
            "OCEANIA",
            """
            ANZ FJ PG SB VU NC PF WS TO TV KI NR PW MH FM CK NU TK WF AS GU MP NF PN
            """
        ),
        ("GREATERCHINA", "CN HK MO TW"),
        ("SOUTHASIA", "IN PK BD LK NP BT MV AF"),
        ("CENTRALASIA", "KZ KG TJ TM UZ"),
        ("APAC", "ASEAN OCEANIA GREATERCHINA SOUTHASIA JP KR KP MN"),
        ("ASIA", "ASEAN GREATERCHINA SOUTHASIA CENTRALASIA MIDDLEEAST JP KR KP MN"),
        ("NORAM", "US CA MX GL BM PM"),
        ("CENTRALAMERICA", "BZ CR GT HN NI PA SV"),
        (
            "CARIBBEAN",
            """
            AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI
            """
        ),
        ("SOUTHAMERICA", "AR BO BR CL CO EC FK GF GY PE PY SR UY VE"),
        ("LATAM", "MX CENTRALAMERICA CARIBBEAN SOUTHAMERICA"),
        ("AMER", "NORAM LATAM"),
        ("AMERICAS", "AMER"),
        ("BRICS", "BR RU IN CN ZA EG ET ID IR AE"),
        ("G7", "CA FR DE IT JP GB US"),
    ]
}
