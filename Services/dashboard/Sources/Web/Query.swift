internal import FormEncoding
internal import Foundation
internal import Hummingbird

/// What an address says after its question mark. A value that makes no sense is an error, not left out: somebody would be shown
/// something else than they asked for.
struct Query: Sendable {
    private let items: [(String, String)]

    init(_ request: Request) {
        items = FormEncoding.fields(of: (request.uri.query ?? "").utf8)
    }

    init(_ items: [(String, String)]) { self.items = items }

    /// The last value of a name without blanks around it; nil when it is empty or not there.
    subscript(_ name: String) -> String? {
        items.last { $0.0 == name }.map { $0.1.trimmingCharacters(in: .whitespacesAndNewlines) }
            .flatMap { $0.isEmpty ? nil : $0 }
    }

    func value<Value>(_ name: String, _ read: (String) -> Value?) throws(BadRequest) -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = read(text) else { throw BadRequest(.addressMakesNoSense) }
        return value
    }

    func values<Value>(_ name: String, _ read: (String) -> Value?) throws(BadRequest) -> [Value] {
        let texts = items.filter { $0.0 == name && !$0.1.isEmpty }.map(\.1)
        guard texts.count <= 20 else { throw BadRequest(.addressMakesNoSense) }
        var values: [Value] = []
        for text in texts {
            guard let value = read(text) else { throw BadRequest(.addressMakesNoSense) }
            values.append(value)
        }
        return values
    }

    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(BadRequest) -> Choice? {
        try value(name) { Choice(rawValue: $0) }
    }
}

/// An address with these values, as a link has it.
func address(_ path: String, _ items: [(name: String, value: String)]) -> String {
    guard !items.isEmpty else { return path }
    return path + "?" + items.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
}

extension Phrase {
    static let addressMakesNoSense = Phrase(
        "Something in the address makes no sense: a filter or a page that there is not. Begin again from the list.",
        es:
            "Algo en la dirección no tiene sentido: un filtro o una página que no existe. Empiece de nuevo desde la lista."
    )
}
