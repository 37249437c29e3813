/// What an error code of Twilio means for us, whether it came as the answer to a request, in a status callback or with
/// a message that was looked up.
///
/// Twilio moves causes from one code to another now and then
/// (https://www.twilio.com/en-us/changelog/updates-to-the-error-code-dictionary-to-clarify-number-validatio): a code
/// that is not in the table is ``other``, and nothing may depend on more than the class.
package enum TwilioErrorClass: String, Sendable, CaseIterable {
    /// The recipient said STOP to this sender, or blocked it.
    case optedOut = "opted_out"
    /// WhatsApp: free text more than 24 hours after the recipient's last message. A template would have gone.
    case outsideWindow = "outside_window"
    /// No message will ever reach this number this way.
    case invalidNumber = "invalid_number"
    /// The number is not to be had on WhatsApp; it may be by SMS.
    case notOnWhatsApp = "not_on_whatsapp"
    /// A carrier, Twilio or Meta kept it back for what it is; repeating makes it worse.
    case filtered
    /// The template or its variables.
    case template
    /// Too much at once, or for today.
    case limit
    /// The account or the sender has to be mended by somebody.
    case configuration
    /// The handset or the network, for now.
    case unreachable
    /// The message's validity was over before its turn came.
    case expired
    case other

    package init(code: Int?) { self = code.flatMap { Self.table[$0] } ?? .other }

    /// Each code's page is `https://www.twilio.com/docs/api/errors/<code>`; for WhatsApp's own errors behind them see
    /// https://www.twilio.com/docs/whatsapp/api/error-code-mapping.
    static let codes: [(TwilioErrorClass, [Int])] = [
        // 21610 STOP; 63014 the user blocked or opted out; 63033 the user blocked (no longer given).
        (.optedOut, [21610, 63014, 63033]),
        (.outsideWindow, [63016]),
        // 21211 no number; 21214, 21217 cannot be reached; 21265 short code; 21266 the sender itself; 21614 not mobile;
        // 21635 landline; 30005 unknown handset; 30006 landline.
        (.invalidNumber, [21211, 21214, 21217, 21265, 21266, 21614, 21635, 30005, 30006]),
        // 63003 no such address; 63024 invalid recipient; 63032 in an experiment of Meta's that keeps messages away.
        (.notOnWhatsApp, [63003, 63024, 63032]),
        // 30004 blocked; 30007 carrier; 63049 Meta's choice for marketing.
        (.filtered, [30004, 30007, 63049]),
        // 21655, 21656 SID, variables; 63005, 63006 format; 63013, 63021 policy, content; 63022 not to be read;
        // 63027 no such language; 63028 number of variables; 63040 … 63042 rejected, paused, disabled.
        (.template, [21655, 21656, 63005, 63006, 63013, 63021, 63022, 63027, 63028, 63040, 63041, 63042]),
        // 20429 concurrency; 21611 the sender's queue; 30001 queue overflow; 30022, 30023 carrier; 63017, 63018 rate;
        // 63038 the day's messages.
        (.limit, [20429, 21611, 30001, 30022, 30023, 63017, 63018, 63038]),
        // 21408 country; 21608 trial; 21612 sender and recipient; 63015 sandbox not joined.
        (.configuration, TwilioScope.codes.flatMap(\.1) + [21408, 21608, 21612, 63015]),
        // 30003 handset; 30008 unknown; 30009 segment lost; 30410 carrier too slow; 30500 Twilio; 63009, 63012 channel.
        (.unreachable, [30003, 30008, 30009, 30410, 30500, 63009, 63012]),
        (.expired, [30036]),
    ]

    private static let table = Dictionary(
        codes.flatMap { row in row.1.map { ($0, row.0) } }, uniquingKeysWith: { first, _ in first })
}
