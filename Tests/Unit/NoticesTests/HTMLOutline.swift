/// A reader of HTML that is just good enough for mails: it keeps to the letter and forgives nothing.
struct HTMLOutline {
    struct Element: Equatable {
        var name: String
        var attributes: [String: String]
    }

    var elements: [Element] = []
    /// What a reader sees, entities still in it.
    var text = ""
    var problems: [String] = []

    private static let empty: Set = ["meta", "br", "!doctype", "img"]
    private static let less = UInt8(ascii: "<")
    private static let more = UInt8(ascii: ">")
    private static let quote = UInt8(ascii: "\"")
    private static let space = UInt8(ascii: " ")

    init(_ html: String) {
        var open: [String] = []
        var rest = Array(html.utf8)[...]
        while let start = rest.firstIndex(of: Self.less) {
            if open.last != "style", open.last != "title" { text += String(decoding: rest[..<start], as: UTF8.self) }
            guard let end = Self.end(of: rest[start...]) else {
                problems.append("a tag without an end")
                return
            }
            let tag = rest[(start + 1)..<end]
            rest = rest[(end + 1)...]
            if tag.first == UInt8(ascii: "/") {
                let name = String(decoding: tag.dropFirst(), as: UTF8.self)
                if open.popLast() != name { problems.append("</\(name)> closes nothing") }
                continue
            }
            guard let element = Self.element(tag) else {
                problems.append("no tag: <\(String(decoding: tag.prefix(60), as: UTF8.self))>")
                continue
            }
            elements.append(element)
            if !Self.empty.contains(element.name) { open.append(element.name) }
        }
        text += String(decoding: rest, as: UTF8.self)
        problems += open.map { "<\($0)> is not closed" }
    }

    /// The first `>` that is not inside of quotation marks.
    private static func end(of tag: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        for index in tag.indices {
            if tag[index] == quote { isQuoted.toggle() }
            if tag[index] == more, !isQuoted { return index }
        }
        return nil
    }

    private static func element(_ tag: ArraySlice<UInt8>) -> Element? {
        let line = tag.map { $0 == 0x0A ? space : $0 }
        let name = String(decoding: line.prefix { $0 != space }, as: UTF8.self).lowercased()
        guard let first = name.first, first.isLetter || first == "!" else { return nil }
        var attributes: [String: String] = [:]
        var rest = line[name.utf8.count...].drop { $0 == space }
        if name == "!doctype" { return Element(name: name, attributes: [:]) }
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")), equals + 1 < rest.endIndex,
                rest[equals + 1] == quote, let end = rest[(equals + 2)...].firstIndex(of: quote)
            else { return nil }
            let key = String(decoding: rest[..<equals], as: UTF8.self)
            attributes[key] = String(decoding: rest[(equals + 2)..<end], as: UTF8.self)
            rest = rest[(end + 1)...].drop { $0 == space }
        }
        return Element(name: name, attributes: attributes)
    }
}
