package import FoundationEssentials

/// Which of Twilio's messages a request has made whose answer is missing.
package enum TwilioLookup: Sendable, Equatable {
    case found(TwilioRecord)
    /// Not there, so far: it may still be on its way.
    case absent
    /// Each of these could be it, and cannot be told from another's; sending again would be worse in either case.
    case ambiguous([TwilioRecord])

    /// Of one request, when no other to the same address is without an answer. See ``TwilioMatching``.
    ///
    /// - Parameters:
    ///   - payload: the request's body, as frozen.
    ///   - sentAfter: when the attempt began, by our clock.
    ///   - known: ids that are taken by other messages of ours.
    package init(of payload: [UInt8], sentAfter: Date, among records: [TwilioRecord], known: Set<String> = []) {
        let send = TwilioMatching.Send(id: "", payload: payload, sentAfter: sentAfter)
        self = TwilioMatching.settle([send], among: records, known: known)[send.id] ?? .absent
    }

    /// How many seconds our clock may be ahead of Twilio's, which shows whole seconds.
    static let clockSkew = 30.0
}
