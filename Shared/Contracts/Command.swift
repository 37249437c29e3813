package import FoundationEssentials

/// What is asked of a service, and what it answers.
package protocol CommandPayload: Codable, Sendable, Equatable {
    associatedtype Reply: Codable, Sendable, Equatable
    /// The routing key at `thavon.commands`, e.g. `calls.place`.
    static var routingKey: String { get }
    static var version: Int { get }
}

extension CommandPayload {
    package static var version: Int { 1 }
    package static var type: String { "io.thavon.command.\(routingKey).v\(version)" }
}

/// A request to one service to do something, as CloudEvents 1.0 JSON. It is done once, however often it comes: its id says
/// which it is, and the reply is kept with it.
package struct Command<Payload: CommandPayload>: Sendable, Equatable {
    package var id: CommandID
    /// Who sent it: a service, or the command line.
    package var source: String
    /// Whose wish it is: an account's id, or a word for a machine's. Kept.
    package var actor: String
    package var time: Date
    /// Nobody waits any longer after this: then it is not begun.
    package var deadline: Date
    package var agencyID: AgencyID
    package var traceparent: String?
    package var data: Payload

    package init(
        id: CommandID = .new(), source: String, actor: String, time: Date = Date(), deadline: Date, agencyID: AgencyID,
        traceparent: String? = nil, data: Payload
    ) {
        self.id = id
        self.source = source
        self.actor = actor
        self.time = time.roundedToMilliseconds
        self.deadline = deadline.roundedToMilliseconds
        self.agencyID = agencyID
        self.traceparent = traceparent
        self.data = data
    }
}

extension Command: Codable {
    private enum CodingKeys: String, CodingKey {
        case specversion, id, source, type, time, datacontenttype, traceparent, agencyid, actor, deadline, data
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let type = try container.decode(String.self, forKey: .type)
        guard type == Payload.type else {
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "expected \(Payload.type), found \(type)")
        }
        id = try container.decode(CommandID.self, forKey: .id)
        source = try container.decode(String.self, forKey: .source)
        actor = try container.decode(String.self, forKey: .actor)
        time = try container.decode(Date.self, forKey: .time)
        deadline = try container.decode(Date.self, forKey: .deadline)
        agencyID = try container.decode(AgencyID.self, forKey: .agencyid)
        traceparent = try container.decodeIfPresent(String.self, forKey: .traceparent)
        data = try container.decode(Payload.self, forKey: .data)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("1.0", forKey: .specversion)
        try container.encode(id, forKey: .id)
        try container.encode(source, forKey: .source)
        try container.encode(Payload.type, forKey: .type)
        try container.encode(actor, forKey: .actor)
        try container.encode(time, forKey: .time)
        try container.encode(deadline, forKey: .deadline)
        try container.encode("application/json", forKey: .datacontenttype)
        try container.encodeIfPresent(traceparent, forKey: .traceparent)
        try container.encode(agencyID, forKey: .agencyid)
        try container.encode(data, forKey: .data)
    }
}

/// The envelope of a command whose payload is not looked at.
package struct CommandHeader: Decodable, Sendable {
    package let id: CommandID
    package let type: String
    package let source: String
    package let actor: String
    package let time: Date
    package let deadline: Date
    package let agencyid: AgencyID
    package let traceparent: String?
}

/// What a command came to.
package enum CommandResult<Reply: Codable & Sendable & Equatable>: Sendable, Equatable, Codable {
    case done(Reply)
    /// It cannot be done, and nothing was changed; the reason is for people.
    case refused(String)
    /// It could not be done now, and nothing was changed.
    case failed(String)

    private enum CodingKeys: String, CodingKey { case status, reason, data }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .status) {
        case "done": self = .done(try container.decode(Reply.self, forKey: .data))
        case "refused": self = .refused(try container.decode(String.self, forKey: .reason))
        case "failed": self = .failed(try container.decode(String.self, forKey: .reason))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .status, in: container, debugDescription: "no status is called \(other)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .done(let reply):
            try container.encode("done", forKey: .status)
            try container.encode(reply, forKey: .data)
        case .refused(let reason):
            try container.encode("refused", forKey: .status)
            try container.encode(reason, forKey: .reason)
        case .failed(let reason):
            try container.encode("failed", forKey: .status)
            try container.encode(reason, forKey: .reason)
        }
    }
}
