internal import DemoCalls
internal import Foundation

/// What every system meets sooner or later, and what pages have to bear.
enum DemoOddities {
    private static let first = 901
    /// Nobody reads it at once.
    private static let longTurns = 1500
    private static let longSeconds = 11_100.0
    private static let longNames =
        "Maximiliane-Friederike Alexandrine von Hohenlohe-Waldenburg zu Schillingsfürst-Öttingen"

    static let leads = [
        lead(41, longNames + " Ära", "+493023125041", "10119", "de"),
        lead(42, "عبد الرحمن الخطيب", "+493023125042", "10179", "de"),
        lead(43, "נועה בן־דוד", "+493023125043", "10243", "en"),
        lead(44, nil, "+493023125044", "10405", "de"),
    ]

    private static func lead(
        _ number: Int, _ name: String?, _ phone: String, _ postcode: String, _ language: String
    ) -> DemoLeadRow {
        DemoLeadRow(
            id: DemoID.lead(number), name: name, phone: phone,
            email: name.map { _ in "lead.\(number)@example.com" }, postcode: postcode, language: language)
    }

    /// - Parameters:
    ///   - moments: nine of them, the earliest first.
    ///   - leads: by their numbers.
    static func calls(at moments: [Date], leads: [Int: DemoLeadFacts]) -> [DemoPastCall] {
        let makers: [(Date, Int) -> DemoPastCall] = [
            { long(at: $0, $1, leads[8]) },
            { spoken(at: $0, $1, leads[41], "de", 2, isInbound: true) },
            { spoken(at: $0, $1, leads[42], "de", 1, isInbound: false) },
            { script(at: $0, $1, leads[28]) },
            { spoken(at: $0, $1, leads[43], "en", 3, isInbound: false) },
            { spoken(at: $0, $1, leads[44], "de", 4, isInbound: true) },
            { optedOut(at: $0, $1, leads[34]) },
            { nobodys(at: $0, $1) },
            { unmatched(at: $0, $1) },
        ]
        return zip(moments, makers).enumerated().map { index, item in item.1(item.0, first + index) }
    }

    private static func spoken(
        at moment: Date, _ number: Int, _ lead: DemoLeadFacts?, _ language: String, _ conversation: Int, isInbound: Bool
    ) -> DemoPastCall {
        var call = DemoPastCall(
            number: number, lead: lead, outcome: .conversation, isInbound: isInbound, createdAt: moment)
        call.speak(DemoConversationKey(language: language, number: conversation), name: lead?.name)
        return call
    }

    /// Three hours and five minutes, in which everything was said that there is to say.
    private static func long(at moment: Date, _ number: Int, _ lead: DemoLeadFacts?) -> DemoPastCall {
        var call = DemoPastCall(number: number, lead: lead, outcome: .conversation, isInbound: true, createdAt: moment)
        let all = DemoLibrary.conversations(in: "de").flatMap { $0.lines(name: lead?.name) }
        call.lines = (0..<longTurns).map { index in
            var line = all[index % all.count]
            line.text = index < all.count ? line.text : "(\(index / all.count + 1)) \(line.text)"
            return line
        }
        call.seconds = longSeconds
        call.language = "de"
        call.summary =
            "Sehr langes Gespräch über mehrere Objekte, die Finanzierung und den Umzug; alle Fragen sind geklärt."
        return call
    }

    private static func script(at moment: Date, _ number: Int, _ lead: DemoLeadFacts?) -> DemoPastCall {
        var call = spoken(at: moment, number, lead, "en", 2, isInbound: true)
        call.lines += [
            .init(
                speaker: .lead,
                text: "One more thing, my address is <script>alert(1)</script> at example dot com, all in one word."),
            .init(
                speaker: .assistant,
                text: "I wrote down <script>alert(1)</script>. \"Quotes\" & ampersands are fine, too."),
        ]
        call.summary = "Spelled an address that looks like <b>markup</b>: <script>alert(1)</script>."
        // What was added is not in the library, so there is nothing to hear.
        call.key = nil
        return call
    }

    private static func optedOut(at moment: Date, _ number: Int, _ lead: DemoLeadFacts?) -> DemoPastCall {
        var call = DemoPastCall(number: number, lead: lead, outcome: .optedOut, isInbound: false, createdAt: moment)
        call.speak(DemoConversationKey(language: "en", number: 4), name: lead?.name)
        return call
    }

    /// The agency's, and given to nobody.
    private static func nobodys(at moment: Date, _ number: Int) -> DemoPastCall {
        var call = spoken(at: moment, number, nil, "en", 3, isInbound: true)
        call.isDecided = false
        return call
    }

    /// Whose it is cannot be told.
    private static func unmatched(at moment: Date, _ number: Int) -> DemoPastCall {
        var call = spoken(at: moment, number, nil, "es", 4, isInbound: true)
        call.isAgencys = false
        return call
    }
}
