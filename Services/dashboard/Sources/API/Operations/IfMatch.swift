internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Changes nothing behind somebody's back (RFC 9110 §13.1.1): versions are numbers in quotes.
enum IfMatch {
    static let parameter = APIParameter(
        "If-Match",
        JSONSchema(
            .string, "The version that was read, in quotes; with another one nothing is changed.", length: 1...100))

    static func isGiven(in call: APICall) -> Bool { call.request.headers[.ifMatch] != nil }

    /// - Throws: ``APIProblem`` with 412 when the version is none of those that are wanted.
    static func check(_ call: APICall, version: Int) throws {
        guard let wanted = call.request.headers[.ifMatch], !isMatch(wanted, version) else { return }
        throw APIProblem(
            .preconditionFailed, nil, "It has version \(version) by now.", headers: tag(version))
    }

    static func tag(_ version: Int) -> HTTPFields { [.eTag: "\"\(version)\""] }

    private static func isMatch(_ header: String, _ version: Int) -> Bool {
        header.split(separator: ",").contains { part in
            let tag = part.trimmingCharacters(in: .whitespaces)
            return tag == "*" || tag == "\"\(version)\""
        }
    }
}
