internal import FoundationEssentials
internal import LenientJSON

/// What of a request can be seen in the message that it makes.
struct TwilioRequestTraits: Sendable, Hashable {
    private let to: String?
    private let service: String?
    private let from: String?
    private let content: Content

    private enum Content: Hashable {
        /// Word by word: blanks may be lost on the way.
        case text(String)
        /// What it becomes is not known here, except for what stands in its places.
        case template(sid: String?, values: Set<String>)
    }

    /// - Parameter payload: the request's body, as frozen.
    init(payload: [UInt8]) {
        let fields = TwilioForm.fields(of: payload)
        to = fields[field: "To"]
        service = fields[field: "MessagingServiceSid"]
        from = fields[field: "From"]
        content =
            fields[field: "Body"].map { .text(Self.words($0)) }
            ?? .template(sid: fields[field: "ContentSid"], values: Self.values(fields[field: "ContentVariables"]))
    }

    /// A trial account's messages begin with it (https://help.twilio.com/articles/360036052753).
    private static let trial = "Sent from your Twilio trial account - "

    /// How much of the content the message shows, in characters; 0 when nothing speaks for or against it, nil when it
    /// cannot be the message.
    func likeness(to record: TwilioRecord) -> Int? {
        guard record.isOutbound, record.to == to else { return nil }
        if let service, record.messagingServiceSID != service { return nil }
        if let from, let sender = record.from, sender != from { return nil }
        let body = Self.words(record.body ?? "")
        switch content {
        case .text(let text): return body == text || body == Self.trial + text ? text.count : nil
        case .template(_, let values):
            let shown = values.filter { body.contains($0) }.reduce(0) { $0 + $1.count }
            // What shows none of what it would have to show is another's.
            return shown == 0 && !values.isEmpty && !body.isEmpty ? nil : shown
        }
    }

    private static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// What is too short is found in any text, except for numbers, which are rarely there by chance.
    private static func values(_ json: String?) -> Set<String> {
        guard let json, let root = (try? JSONDocument(parsing: Array(json.utf8)))?.root else { return [] }
        let values = root.members.compactMap { $0.value.string.map(words) }
        return Set(values.filter { $0.count >= 4 || !$0.isEmpty && $0.allSatisfy(\.isNumber) })
    }
}
