internal import HTMLText

/// A piece of a page. Whatever is put into a literal is escaped unless it is itself ``HTML``, so that a page cannot forget it:
///
/// ```swift
/// let row: HTML = "<td dir=auto>\(call.leadName)</td>"
/// ```
///
/// Values are safe between tags and in quoted attributes; attributes are therefore always quoted.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Text, escaped.
    init(_ text: some StringProtocol) { self.text = HTMLText.escaped(String(text)) }

    static let empty: HTML = ""

    static func + (one: HTML, other: HTML) -> HTML {
        var result = one
        result.text += other.text
        return result
    }

    static func += (one: inout HTML, other: HTML) { one.text += other.text }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ value: HTML) { text += value.text }
        mutating func appendInterpolation(_ value: HTML?) { text += value?.text ?? "" }
        mutating func appendInterpolation(_ values: [HTML]) { for value in values { text += value.text } }
        mutating func appendInterpolation(_ value: some StringProtocol) { text += HTMLText.escaped(String(value)) }
        mutating func appendInterpolation(_ value: Int) { text += "\(value)" }

        /// An attribute or a word that is there only sometimes: `<option\(" selected", when: isChosen)>`.
        mutating func appendInterpolation(_ value: HTML, when isThere: Bool) { if isThere { text += value.text } }
    }
}

extension Sequence {
    /// One piece for each element, one after another.
    func html(_ piece: (Element) throws -> HTML) rethrows -> HTML {
        try reduce(into: HTML.empty) { $0 += try piece($1) }
    }
}
