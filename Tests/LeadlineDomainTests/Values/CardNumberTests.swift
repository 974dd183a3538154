import LeadlineDomain
import Testing

@Suite("Card numbers are recognised")
struct CardNumberTests {
    @Test(
        "in free text",
        arguments: [
            ("4111111111111111", true),
            ("pay with 4111 1111 1111 1111 please", true),
            ("5500-0000-0000-0004", true),
            ("2223003122003222", true),
            ("340000000000009", true),
            ("30000000000004", true),
            ("6011000000000004", true),
            ("on 2026-11-21 4111111111111111", true),
            ("4111111111111112", false),
            ("+1 202 555 0143", false),
            ("DE89 3704 0044 0532 0130 00", false),
            ("order 12341111111111111111", false),
            ("", false),
            ("4111 1111 x 1111 1111", false),
        ])
    func inText(_ text: String, _ expected: Bool) {
        #expect(CardNumber.appears(in: Text(text).bytes) == expected)
    }

    @Test(
        "in external references only by sixteen digits of Visa or Mastercard",
        arguments: [
            ("4111111111111112", true), ("5111111111111111", true), ("6011000000000004", false),
            ("411111111111111", false), ("A-4111111111111111", false), ("2720999999999999", true),
            ("2721000000000000", false),
        ])
    func inReferences(_ text: String, _ expected: Bool) {
        #expect(CardNumber.isReference(Text(text).bytes) == expected)
    }

    // Threat T21: numbers of cards are found, telephone numbers and accounts are not
    @Test("by brand, length and Luhn's check, however they are grouped", arguments: cards)
    func table(_ text: String, _ expected: Bool) {
        #expect(CardNumber.appears(in: Text(text).bytes) == expected)
    }

    @Test(
        "in references by their digits, blanks and dashes ignored",
        arguments: [
            ("4111 1111 1111 1112", true), ("5111-1111-1111-1111", true),
            ("2221000000000000", true), ("2220999999999999", false),
            ("5000000000000000", false), ("5600000000000000", false),
            ("411111111111111 ", false), ("41111111111111111", false), ("", false),
            ("4111 1111 1111 111x", false), ("ch_4111111111111111", false),
        ])
    func groupedReferences(_ text: String, _ expected: Bool) {
        #expect(CardNumber.isReference(Text(text).bytes) == expected)
    }

    @Test(
        "and a message that quotes one has stars in its place",
        arguments: [
            ("no invoice '4111111111111111'", "no invoice '****************'"),
            ("x, 4111-1111 1111 1111, L2", "x, ****-**** **** ****, L2"),
            ("4111111111111111 4111111111111111", "**************** ****************"),
            ("'4111111111111111' and '1234'", "'****************' and '1234'"),
            ("at 2026-11-21T17:00:00Z", nil), ("", nil), ("4111111111111112", nil),
        ] as [(String, String?)])
    func masked(_ text: String, _ expected: String?) {
        #expect(CardNumber.masked(Array(text.utf8)).map { Text($0).description } == expected)
    }

    /// Made with another program's check digits: each that passes, and one that does not.
    private static let cards: [(String, Bool)] = [
        ("4787789328794", true),
        ("4787789328795", false),
        ("4217421809679292", true),
        ("4217421809679293", false),
        ("4081003390757938343", true),
        ("4081003390757938344", false),
        ("5170174681453847", true),
        ("5170174681453848", false),
        ("5201916146100337", true),
        ("5201916146100338", false),
        ("5307666193451454", true),
        ("5307666193451455", false),
        ("5406123100772838", true),
        ("5406123100772839", false),
        ("5578326616630497", true),
        ("5578326616630498", false),
        ("2221403269910233", true),
        ("2221403269910234", false),
        ("2229740954611135", true),
        ("2229740954611136", false),
        ("2230930955972977", true),
        ("2230930955972978", false),
        ("2299926224393324", true),
        ("2299926224393325", false),
        ("2383679160110841", true),
        ("2383679160110842", false),
        ("2699364697482125", true),
        ("2699364697482126", false),
        ("2703789914330141", true),
        ("2703789914330142", false),
        ("2716730024589213", true),
        ("2716730024589214", false),
        ("2720527589290078", true),
        ("2720527589290079", false),
        ("345400917145217", true),
        ("345400917145218", false),
        ("371785025517167", true),
        ("371785025517168", false),
        ("30007909669094", true),
        ("30007909669095", false),
        ("30511114656978", true),
        ("30511114656979", false),
        ("36778188049174", true),
        ("36778188049175", false),
        ("38031797405421", true),
        ("38031797405422", false),
        ("39938257735643", true),
        ("39938257735644", false),
        ("6011363363953221", true),
        ("6011363363953222", false),
        ("6011750142177436683", true),
        ("6011750142177436684", false),
        ("6447597510490496", true),
        ("6447597510490497", false),
        ("6554902673043208", true),
        ("6554902673043209", false),
        ("3528171851337424", true),
        ("3528171851337425", false),
        ("3589078023458887", true),
        ("3589078023458888", false),
        ("6292631662773064", true),
        ("6292631662773065", false),
        ("62898575311336149", true),
        ("62898575311336140", false),
        ("628540581075864706", true),
        ("628540581075864707", false),
        ("6231602852728877912", true),
        ("6231602852728877913", false),
        ("437884828884", false),
        ("44469342884975", false),
        ("436818096080865", false),
        ("48917121876643771", false),
        ("425678513690420031", false),
        ("5023045539717915", false),
        ("5689438606689288", false),
        ("513838389923528", false),
        ("51595333123214610", false),
        ("2220668236013953", false),
        ("2721518583171009", false),
        ("222189897232131", false),
        ("3422419027115670", false),
        ("37685639500326", false),
        ("30667556392181", false),
        ("360516993895449", false),
        ("1126258562632159", false),
        ("7471059034453697", false),
        ("8281687316901914", false),
        ("9347680360144457", false),
        ("0888689171890624", false),
        ("6012672789906764", false),
        ("6434869458474849", false),
        ("6640039026605601", false),
        ("4951 3674 3081 7233", true),
        ("4951-3674-3081-7233", true),
        ("4951 - 3674 - 3081 - 7233", true),
        ("x4951367430817233", true),
        ("4951367430817233x", true),
        ("card:4951367430817233.", true),
        ("(4951367430817233)", true),
        ("4951367430817233,", true),
        ("#4951367430817233#", true),
        ("no. 4951 3674 3081 7233 thanks", true),
        ("49513674 30817233", true),
        ("12 4951367430817233", true),
        ("4951367430817233 12", true),
        ("2026-11-21 4951-3674-3081-7233", true),
        ("4951367430817233\n", true),
        ("a\t4951367430817233", true),
        ("4951.3674.3081.7233", false),
        ("4951/3674/3081/7233", false),
        ("4951_3674_3081_7233", false),
        ("4951,3674,3081,7233", false),
        ("49513674x30817233", false),
        ("14951367430817233", false),
        ("495136743081723310000", false),
        ("495136743081723", false),
        ("0000000000000000", false),
    ]
}
