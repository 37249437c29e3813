package import FoundationEssentials

/// What an event says beyond the envelope. A published version never changes: a change is a new type beside the old.
package protocol EventPayload: Codable, Sendable, Equatable {
    /// The routing key, e.g. `call.ended`; the CloudEvents `type` is `io.thavon.<routing key>.v<version>`.
    static var routingKey: String { get }
    static var version: Int { get }
}

extension EventPayload {
    package static var version: Int { 1 }
    package static var type: String { "io.thavon.\(routingKey).v\(version)" }
}

/// A CloudEvents 1.0 event in structured JSON mode (cloudevents/spec, `json-format.md`), with the extensions
/// `traceparent` (W3C Trace Context) and `agencyid`.
package struct CloudEvent<Payload: EventPayload>: Sendable, Equatable {
    package var id: EventID
    /// The service that published it, by its executable's name.
    package var source: String
    /// The aggregate's id: events with one subject are published in the order in which they happened.
    package var subject: String
    /// When it happened, to the millisecond.
    package var time: Date
    package var agencyID: AgencyID?
    package var traceparent: String?
    package var data: Payload

    package init(
        id: EventID = .new(), source: String, subject: String, time: Date = Date(), agencyID: AgencyID?,
        traceparent: String?, data: Payload
    ) {
        self.id = id
        self.source = source
        self.subject = subject
        self.time = time
        self.agencyID = agencyID
        self.traceparent = traceparent
        self.data = data
    }
}

extension CloudEvent: Codable {
    private enum CodingKeys: String, CodingKey {
        case specversion, id, source, type, subject, time, datacontenttype, traceparent, agencyid, data
    }

    /// - Throws: `DecodingError` for another `specversion` or another `type` than the payload's.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let specVersion = try container.decode(String.self, forKey: .specversion)
        guard specVersion == "1.0" else {
            throw DecodingError.dataCorruptedError(
                forKey: .specversion, in: container, debugDescription: "CloudEvents \(specVersion) is not supported")
        }
        let type = try container.decode(String.self, forKey: .type)
        guard type == Payload.type else {
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "expected \(Payload.type), found \(type)")
        }
        id = try container.decode(EventID.self, forKey: .id)
        source = try container.decode(String.self, forKey: .source)
        subject = try container.decode(String.self, forKey: .subject)
        time = try container.decode(Date.self, forKey: .time)
        agencyID = try container.decodeIfPresent(AgencyID.self, forKey: .agencyid)
        traceparent = try container.decodeIfPresent(String.self, forKey: .traceparent)
        data = try container.decode(Payload.self, forKey: .data)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("1.0", forKey: .specversion)
        try container.encode(id, forKey: .id)
        try container.encode(source, forKey: .source)
        try container.encode(Payload.type, forKey: .type)
        try container.encode(subject, forKey: .subject)
        try container.encode(time, forKey: .time)
        try container.encode("application/json", forKey: .datacontenttype)
        try container.encodeIfPresent(traceparent, forKey: .traceparent)
        try container.encodeIfPresent(agencyID, forKey: .agencyid)
        try container.encode(data, forKey: .data)
    }
}

/// The envelope of an event whose payload is not looked at.
package struct CloudEventHeader: Decodable, Sendable {
    package let id: EventID
    package let type: String
    package let time: Date
    package let subject: String?
    /// Nil for what is about no agency in particular.
    package let agencyid: AgencyID?
    package let traceparent: String?
}
