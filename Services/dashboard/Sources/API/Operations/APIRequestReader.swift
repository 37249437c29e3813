internal import FormEncoding
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import NIOCore

/// Reads a request as an operation describes it, and refuses what is not so.
struct APIRequestReader: Sendable {
    let operation: APIOperation

    /// What an address says after its question mark.
    ///
    /// - Throws: ``APIProblem`` with 400 and every parameter that is wrong.
    func query(_ request: Request) throws -> Query {
        let items = FormEncoding.fields(of: (request.uri.query ?? "").utf8)
        var parts: [APIProblem.Part] = []
        func note(_ name: String, _ detail: String) {
            parts.append(.init(place: .parameter(String(name.prefix(100))), detail: detail))
        }
        for (name, value) in items.prefix(100) {
            guard let parameter = operation.query.first(where: { $0.name == name }) else {
                note(name, "is not known here")
                continue
            }
            if let problem = parameter.problem(value) { note(name, problem) }
        }
        for parameter in operation.query {
            let count = items.count { $0.0 == parameter.name }
            if count == 0, parameter.isRequired { note(parameter.name, "is missing") }
            if count > (parameter.isRepeated ? 20 : 1) { note(parameter.name, "is there too often") }
        }
        guard parts.isEmpty else { throw APIProblem(.badRequest, .invalidParameter, nil, parts: parts) }
        return Query(items)
    }

    func checkHeaders(_ request: Request) throws {
        for parameter in operation.headers {
            guard let value = request.headers[.named(parameter.name)] else { continue }
            if let problem = parameter.problem(value) { throw APIProblem.header(parameter.name, problem) }
        }
    }

    /// - Throws: ``APIProblem`` with 400, 413, 415, or 422 and everything that is wrong.
    func body(_ request: Request) async throws -> JSONNode? {
        guard let schema = operation.body else {
            if operation.rawBody != nil { try checkMediaType(request) }
            return nil
        }
        let bytes: [UInt8]
        do {
            bytes = Array(buffer: try await request.body.collect(upTo: APICall.largestBody))
        } catch is NIOTooManyBytesError {
            throw APIProblem(.contentTooLarge, nil, "A body has at most \(APICall.largestBody) bytes.")
        }
        if bytes.isEmpty, !operation.needsBody { return nil }
        try checkMediaType(request)
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw APIProblem(.badRequest, .invalidBody, "The body is \(error).")
        }
        let problems = schema.problems(of: document.root)
        guard problems.isEmpty else { throw APIProblem.invalid(problems) }
        // Half a surrogate pair is no character (RFC 8259 §8.2); what cannot be kept as it was sent is not kept as something else.
        guard (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil else {
            throw APIProblem(.badRequest, .invalidBody, "The body has characters that are none.")
        }
        return document.root
    }

    private func checkMediaType(_ request: Request) throws {
        guard !operation.mediaTypes.contains(Self.mediaType(request)) else { return }
        throw APIProblem(
            .unsupportedMediaType, nil, "Send \(operation.mediaTypes.joined(separator: " or ")).",
            headers: operation.method == .patch ? [.acceptPatch: operation.mediaTypes.joined(separator: ", ")] : [:]
        )
    }

    private static func mediaType(_ request: Request) -> String {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }
        return type.trimmingCharacters(in: .whitespaces).lowercased()
    }
}

extension APIOperation {
    /// What needs nothing said may be sent without saying anything, unless that would empty what is there.
    var needsBody: Bool { method != .post || body?.members.contains(where: \.isRequired) == true }

    /// In which its body may be sent: a merge patch is JSON whose nulls remove (RFC 7396).
    var mediaTypes: [String] {
        if let rawBody { return rawBody.mediaTypes }
        return method == .patch ? ["application/merge-patch+json", "application/json"] : ["application/json"]
    }
}

extension HTTPField.Name {
    fileprivate static let acceptPatch = Self.named("Accept-Patch")
}
