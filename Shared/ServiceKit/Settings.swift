internal import Configuration
internal import Foundation

/// Reads a service's settings from the environment and remembers what it read, so that they can be shown.
///
/// Each accessor throws ``ConfigurationError`` naming the variable when it is missing or cannot work.
package struct Settings {
    /// One setting as `--check-config` prints it.
    package struct Entry: Sendable, Equatable {
        package let name: String
        /// `(secret)` for secrets.
        package let value: String
        package let isDefault: Bool
    }

    private let reader: ConfigReader
    package private(set) var entries: [Entry] = []

    package init(environment: [String: String]) {
        // An empty variable is an unset one: that is what an unfilled line of an .env file means.
        let set = environment.filter { !$0.value.isEmpty }
        reader = ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: set))
    }

    /// The value of a variable, or nil.
    package mutating func optional(_ name: String, secret: Bool = false) -> String? {
        let value = read(name, secret: secret)
        note(name, value, isDefault: value == nil, secret: secret)
        return value
    }

    package mutating func string(
        _ name: String, default fallback: String? = nil, secret: Bool = false
    ) throws(ConfigurationError) -> String {
        try value(name, default: fallback, secret: secret) { .success($0) }
    }

    package mutating func int(
        _ name: String, default fallback: Int, in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int {
        try value(name, default: "\(fallback)") { text in
            guard let number = Int(text), range.contains(number) else {
                return .failure(Unusable("must be a number from \(range.lowerBound) to \(range.upperBound)"))
            }
            return .success(number)
        }
    }

    /// Seconds, fractions allowed.
    package mutating func seconds(
        _ name: String, default fallback: Double, in range: ClosedRange<Double>
    ) throws(ConfigurationError) -> Duration {
        try value(name, default: "\(fallback)") { text in
            guard let number = Double(text), range.contains(number) else {
                return .failure(Unusable("must be seconds from \(range.lowerBound) to \(range.upperBound)"))
            }
            return .success(.seconds(number))
        }
    }

    /// An absolute http or https address, without a slash at the end.
    package mutating func url(_ name: String, default fallback: String? = nil) throws(ConfigurationError) -> String {
        try value(name, default: fallback) { text in
            let host = ["http://", "https://"].first { text.hasPrefix($0) }
                .map { text.dropFirst($0.count).prefix { $0 != "/" && $0 != ":" && $0 != "?" } }
            let isAbsolute = host.map { !$0.isEmpty && $0.allSatisfy(Self.isHostCharacter) } ?? false
            guard isAbsolute, !text.contains(where: \.isWhitespace) else {
                return .failure(Unusable("must be an address that begins with http:// or https://"))
            }
            return .success(text.hasSuffix("/") ? String(text.dropLast()) : text)
        }
    }

    /// The same, or nil when it is not set.
    package mutating func optionalURL(_ name: String) throws(ConfigurationError) -> String? {
        guard read(name, secret: false) != nil else {
            note(name, nil, isDefault: true, secret: false)
            return nil
        }
        return try url(name)
    }

    private static func isHostCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-._~[]%@".contains(character))
    }

    /// The name of an HTTP header (a token of RFC 9110 §5.6.2).
    package mutating func headerName(
        _ name: String, default fallback: String
    ) throws(ConfigurationError) -> String {
        try value(name, default: fallback) { text in
            let isToken = text.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0))
            }
            return isToken ? .success(text) : .failure(Unusable("must be the name of a header"))
        }
    }

    /// The name or address of a host.
    package mutating func host(_ name: String, default fallback: String) throws(ConfigurationError) -> String {
        try value(name, default: fallback) { text in
            let isHost = text.allSatisfy { Self.isHostCharacter($0) || $0 == ":" }
            return isHost ? .success(text) : .failure(Unusable("must be a host's name or address"))
        }
    }

    /// One of the cases of an enumeration, by raw value.
    package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, default fallback: Choice
    ) throws(ConfigurationError) -> Choice {
        try value(name, default: fallback.rawValue) { text in
            guard let choice = Choice(rawValue: text) else {
                let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                return .failure(Unusable("must be one of \(choices)"))
            }
            return .success(choice)
        }
    }

    /// `true` or `false`.
    package mutating func flag(_ name: String, default fallback: Bool) throws(ConfigurationError) -> Bool {
        try value(name, default: "\(fallback)") { text in
            Bool(text).map(Result.success) ?? .failure(Unusable("must be true or false"))
        }
    }

    /// Comma-separated, at least one; blanks around the values and empty ones do not count.
    package mutating func list(_ name: String, secret: Bool) throws(ConfigurationError) -> [String] {
        try value(name, default: nil, secret: secret) { text in
            let parts = text.split(separator: ",").map { Self.trimmed($0) }.filter { !$0.isEmpty }
            return parts.isEmpty ? .failure(Unusable("must name at least one value")) : .success(parts)
        }
    }

    /// Any value that a function can make of the text.
    package mutating func value<Value>(
        _ name: String, default fallback: String?, secret: Bool = false, parse: (String) -> Result<Value, Unusable>
    ) throws(ConfigurationError) -> Value {
        let found = read(name, secret: secret)
        note(name, found ?? fallback, isDefault: found == nil, secret: secret)
        guard let text = found ?? fallback else { throw ConfigurationError(key: name, problem: "is missing") }
        // A line break that came along with a key would end up in a header.
        if secret, text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            throw ConfigurationError(key: name, problem: "must not contain line breaks or other control characters")
        }
        switch parse(text) {
        case .success(let value): return value
        case .failure(let unusable): throw ConfigurationError(key: name, problem: unusable.reason)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }

    private func read(_ name: String, secret: Bool) -> String? {
        reader.string(forKey: ConfigKey(name.lowercased().split(separator: "_").map(String.init)), isSecret: secret)
    }

    private mutating func note(_ name: String, _ value: String?, isDefault: Bool, secret: Bool) {
        let shown = value.map { secret ? "(secret)" : Self.cut(redactingPassword(in: $0)) } ?? "(not set)"
        entries.append(Entry(name: name, value: shown, isDefault: isDefault))
    }

    /// Settings are shown in one line of the log; a document of texts would fill a screen with it.
    private static func cut(_ text: String) -> String {
        let most = 200
        guard text.count > most else { return text }
        return "\(text.prefix(most / 2))… (\(text.count) characters)"
    }

    /// Hides the password of an address such as `postgres://user:password@host` or `postgres://host?password=…`.
    private func redactingPassword(in text: String) -> String {
        guard text.contains("://"), let query = text.firstIndex(of: "?") else { return redactingUserInfo(in: text) }
        let items = text[text.index(after: query)...].split(separator: "&", omittingEmptySubsequences: false).map {
            item in
            let name = item.prefix { $0 != "=" }
            return name.lowercased().contains("password") ? "\(name)=(secret)" : String(item)
        }
        return redactingUserInfo(in: String(text[..<query])) + "?" + items.joined(separator: "&")
    }

    private func redactingUserInfo(in text: String) -> String {
        guard let scheme = text.range(of: "://"), let at = text[scheme.upperBound...].lastIndex(of: "@"),
            let colon = text[scheme.upperBound..<at].firstIndex(of: ":")
        else { return text }
        return text[..<colon] + ":(secret)" + text[at...]
    }
}

/// Why a text cannot be a setting's value.
package struct Unusable: Error {
    package let reason: String
    package init(_ reason: String) { self.reason = reason }
}

/// A setting that cannot work. The program ends with exit code 78 (`EX_CONFIG`, sysexits.h).
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package let key: String
    package let problem: String

    package init(key: String, problem: String) {
        self.key = key
        self.problem = problem
    }

    package var description: String { "\(key) \(problem)" }
}
