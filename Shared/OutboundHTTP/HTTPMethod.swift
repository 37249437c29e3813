/// A request method: any token, compared with regard to case as HTTP demands.
package struct HTTPMethod: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }

    package static let get: HTTPMethod = "GET"
    package static let head: HTTPMethod = "HEAD"
    package static let post: HTTPMethod = "POST"
    package static let put: HTTPMethod = "PUT"
    package static let patch: HTTPMethod = "PATCH"
    package static let delete: HTTPMethod = "DELETE"

    /// Whether doing it twice is, by HTTP's own rules, the same as doing it once.
    package var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete, "OPTIONS": true
        default: false
        }
    }
}
