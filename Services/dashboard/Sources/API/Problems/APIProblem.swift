internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Why a request was not done, as RFC 9457 has it.
struct APIProblem: Error, Sendable {
    /// What programs tell problems apart by, where the status does not say enough.
    enum Kind: String, Sendable, CaseIterable {
        case invalidBody = "invalid-body"
        case invalidParameter = "invalid-parameter"
        /// Whoever does such things says no; the detail is their reason.
        case refused
        /// There is no appointment at that time; the member `alternatives` has other times.
        case slotUnavailable = "slot-unavailable"
        /// Another lead has the number.
        case alreadyExists = "already-exists"
        /// It may have been done: the same request with the same `Idempotency-Key` finds out.
        case outcomeUnknown = "outcome-unknown"
        case keyReused = "idempotency-key-reused"
        case rateLimited = "rate-limited"

        var uri: String { "urn:problem-type:thavon:\(rawValue)" }
    }

    struct Part: Sendable, Equatable {
        enum Place: Sendable, Equatable {
            /// A JSON pointer into the body, as a fragment.
            case pointer(String)
            /// A parameter in the address.
            case parameter(String)
            case header(String)
        }

        var place: Place
        var detail: String
    }

    var status: HTTPResponse.Status
    /// Nil: nothing beyond the status (`about:blank`).
    var kind: Kind?
    var detail: String?
    var parts: [Part] = []
    var headers: HTTPFields = [:]
    /// Further members.
    var extra: [JSONValue.Member] = []

    init(
        _ status: HTTPResponse.Status, _ kind: Kind? = nil, _ detail: String? = nil, parts: [Part] = [],
        headers: HTTPFields = [:], extra: [JSONValue.Member] = []
    ) {
        self.status = status
        self.kind = kind
        self.detail = detail
        self.parts = parts
        self.headers = headers
        self.extra = extra
    }

    static let mediaType = "application/problem+json"

    func json(instance: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", .string(kind?.uri ?? "about:blank")), .init("title", .string(title)),
            .init("status", .int(Int(status.code))),
        ]
        if let detail { members.append(.init("detail", .string(detail))) }
        members.append(.init("instance", .string(instance)))
        if !parts.isEmpty { members.append(.init("errors", .array(parts.map(\.json)))) }
        return .object(members + extra)
    }

    func response(instance: String) -> Response {
        var headers = headers
        headers[.contentType] = Self.mediaType
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: json(instance: instance).json)))
    }

    /// The same for every problem of a type (RFC 9457 §3.1.3).
    private var title: String {
        switch kind {
        case nil: status.reasonPhrase
        case .invalidBody: "The body is not as described"
        case .invalidParameter: "A parameter is not as described"
        case .refused: "It was refused"
        case .slotUnavailable: "No appointment is possible at that time"
        case .alreadyExists: "It exists already"
        case .outcomeUnknown: "Nobody answered in time"
        case .keyReused: "The Idempotency-Key was used for another request"
        case .rateLimited: "Too many requests"
        }
    }
}

extension APIProblem {
    static func invalid(_ problems: [BodyProblem]) -> APIProblem {
        APIProblem(
            .unprocessableContent, .invalidBody, nil,
            parts: problems.map { Part(place: .pointer($0.pointer), detail: $0.detail) })
    }

    static func invalid(_ member: String, _ detail: String) -> APIProblem {
        .invalid([BodyProblem(pointer: "#/\(member)", detail: detail)])
    }

    static func parameter(_ name: String, _ detail: String) -> APIProblem {
        APIProblem(
            .badRequest, .invalidParameter, nil, parts: [Part(place: .parameter(name), detail: detail)])
    }

    static func header(_ name: String, _ detail: String) -> APIProblem {
        APIProblem(.badRequest, .invalidParameter, nil, parts: [Part(place: .header(name), detail: detail)])
    }
}

extension APIProblem.Part {
    var json: JSONValue {
        let place: JSONValue.Member =
            switch place {
            case .pointer(let pointer): .init("pointer", .string(pointer))
            case .parameter(let name): .init("parameter", .string(name))
            case .header(let name): .init("header", .string(name))
            }
        return .object([place, .init("detail", .string(detail))])
    }
}

extension APIProblem {
    /// As the description has it.
    static let schema = JSONSchema(
        "Problem", "What went wrong (RFC 9457).",
        members: [
            .required(
                "type",
                JSONSchema(
                    .string, "What programs tell problems apart by.",
                    choices: ["about:blank"] + Kind.allCases.map(\.uri))),
            .required("title", JSONSchema(.string, "The same for every problem of a type.")),
            .required("status", JSONSchema(.integer, "The status of the answer.", range: 400...599)),
            .optional("detail", JSONSchema(.string, "What is the matter this time, for people.")),
            .required("instance", JSONSchema(.string, "The path that was asked for.")),
            .optional(
                "errors",
                JSONSchema(
                    .array, "What is wrong where.",
                    items: JSONSchema(
                        "ProblemPart", "One thing that is wrong.",
                        members: [
                            .optional("pointer", JSONSchema(.string, "A JSON pointer into the body, as a fragment.")),
                            .optional("parameter", JSONSchema(.string, "A parameter in the address.")),
                            .optional("header", JSONSchema(.string, "A header.")),
                            .required("detail", JSONSchema(.string, "What is wrong with it.")),
                        ]))),
            .optional(
                "alternatives", JSONSchema(.array, "Times that are free.", items: SlotResource.slot.schema)),
        ])
}
