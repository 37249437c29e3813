/// What of ours has to be mended before anything is sent through it.
package enum TwilioScope: Sendable, Equatable {
    /// Everything that the account sends.
    case account
    /// What goes out by this sender: by SMS, or by WhatsApp.
    case sender

    /// Nil when the code says nothing about what we send through, or about this message alone.
    init?(code: Int?) {
        guard let code, let row = Self.codes.first(where: { $0.1.contains(code) }) else { return nil }
        self = row.0
    }

    /// Some of the sender's are about the recipient's country as well, where the sender is a short code (21606, 21659).
    static let codes: [(TwilioScope, [Int])] = [
        // 20003 credentials; 10001, 20005, 20403, 30002 not active or suspended; 20008 test credentials; 20404 no such
        // account.
        (.account, [10001, 20003, 20005, 20008, 20403, 20404, 30002]),
        // 21212 no number; 21603 none; 21606, 21659, 21661 not one for messages; 21660 another account's; 21701 … 21705
        // service; 21910 the other channel's; 30034 not registered. WhatsApp: 63001 not let in; 63002, 63007 not known;
        // 63008, 63010 not set up; 63020 Meta's business account.
        (
            .sender,
            [
                21212, 21603, 21606, 21659, 21660, 21661, 21701, 21703, 21704, 21705, 21910, 30034, 63001, 63002, 63007,
                63008, 63010, 63020,
            ]
        ),
    ]
}
