internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import NIOCore

/// A request to the API that was let in, and whose parameters and body are as described.
struct APICall: Sendable {
    static let largestBody = 1 << 20

    let request: Request
    let principal: Principal
    let parameters: Parameters
    let query: Query
    let body: JSONNode?

    var viewer: Viewer { principal.viewer }

    /// By the clock of the token's account.
    var time: ViewerTime { ViewerTime(zone: viewer.timeZone, language: .english, now: Date()) }

    /// An id in the path.
    ///
    /// - Throws: ``NotFound`` when it is none.
    func id(_ name: String = "id") throws -> UUID {
        guard let id = parameters.get(name).flatMap({ UUID(uuidString: $0) }) else { throw NotFound() }
        return id
    }

    /// Something in the path that is no id.
    ///
    /// - Throws: ``NotFound`` when there is nothing.
    func word(_ name: String) throws -> String {
        guard let word = parameters.get(name)?.removingPercentEncoding, !word.isEmpty, !word.utf8.contains(0) else {
            throw NotFound()
        }
        return word
    }

    func cursor() throws -> Cursor? {
        guard let text = query["cursor"] else { return nil }
        guard let cursor = Cursor(text) else {
            throw APIProblem.parameter("cursor", "is none that a page has given out")
        }
        return cursor
    }

    var limit: Int { query["limit"].flatMap { Int($0) } ?? 50 }
}

/// Members of a body that has been checked.
extension APICall {
    func text(_ name: String) -> String? {
        body?[name]?.string.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    func uuid(_ name: String) -> UUID? { text(name).flatMap { UUID(uuidString: $0) } }
    func time(_ name: String) -> Date? { text(name).flatMap { Date(rfc3339: $0) } }
    func int(_ name: String) -> Int? { body?[name]?.int }
    /// Of an array of texts; empty when it is null or not there.
    func texts(_ name: String) -> [String] {
        (body?[name]?.elements.compactMap(\.string) ?? []).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    func flag(_ name: String) -> Bool? { body?[name]?.bool }
    func has(_ name: String) -> Bool { body?[name] != nil }
}

extension Response {
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: value.json)))
    }
}
