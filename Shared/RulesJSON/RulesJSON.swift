internal import FoundationEssentials

/// Rules that cannot work.
package struct UnusableRules: Error, CustomStringConvertible {
    package let reasons: [String]
    package var description: String { reasons.joined(separator: "; ") }

    package init(reasons: [String]) { self.reasons = reasons }

    /// Reads rules of any kind.
    ///
    /// - Throws: ``UnusableRules`` that says where and why they do not read.
    package static func reading<Rules: Decodable>(
        _ type: Rules.Type, _ json: some Sequence<UInt8>
    ) throws(UnusableRules) -> Rules {
        do {
            return try JSONDecoder().decode(Rules.self, from: Data(json))
        } catch let error as DecodingError {
            throw UnusableRules(reasons: [error.words])
        } catch {
            throw UnusableRules(reasons: ["\(error)"])
        }
    }
}

package enum RulesJSON {
    /// As rules are stored and shown: sorted, so that the same rules are the same text.
    package static func encoded(_ rules: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try Array(encoder.encode(rules))
    }
}

/// A member's name that is not known beforehand.
package struct JSONKey: CodingKey {
    package let stringValue: String
    package var intValue: Int? { nil }
    package init(_ name: String) { stringValue = name }
    package init?(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
}

extension DecodingError {
    /// What is wrong and where, for the person who wrote it.
    fileprivate var words: String {
        func place(_ context: Context) -> String {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? "" : "\(path): "
        }
        switch self {
        case .typeMismatch(let type, let context): return "\(place(context))must be \(Self.words(for: type))"
        case .valueNotFound(let type, let context): return "\(place(context))must be \(Self.words(for: type))"
        case .keyNotFound(let key, let context): return "\(place(context))\(key.stringValue) is missing"
        case .dataCorrupted(let context): return "\(place(context))\(context.debugDescription)"
        @unknown default: return "\(self)"
        }
    }

    private static func words(for type: Any.Type) -> String {
        switch type {
        case is Int.Type: "a whole number"
        case is Bool.Type: "true or false"
        case is String.Type: "a text"
        case is [String].Type, is [Int].Type: "a list"
        default: "an object"
        }
    }
}
