/// One value of a ``JSONDocument``. Cheap to copy; keeps the whole document alive.
package struct JSONNode: Sendable {
    package enum Kind: Sendable {
        case null, bool, number, string, array, object
    }

    let storage: JSONStorage
    let index: Int

    var entry: TapeEntry { storage.entry(index) }

    package var kind: Kind {
        switch entry.kind {
        case .null, .end: .null
        case .false, .true: .bool
        case .number: .number
        case .string, .escapedString: .string
        case .array: .array
        case .object: .object
        }
    }

    package var isNull: Bool { kind == .null }

    package var bool: Bool? {
        switch entry.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The string, its escapes undone; a surrogate without its other half is U+FFFD.
    package var string: String? { storage.string(entry) }

    /// The string, unless it is empty or nothing but white space.
    package var nonEmptyString: String? {
        guard let string, !string.allSatisfy(\.isWhitespace) else { return nil }
        return string
    }

    /// The number, rounded to the nearest `Double`; nil when it is beyond all of them.
    package var number: Double? {
        guard entry.kind == .number, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// The number, or the number that a string consists of, blanks around it aside.
    package var lenientNumber: Double? {
        if let number { return number }
        guard let string else { return nil }
        let start = string.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return JSONNumbers.lenient(start[...last])
    }

    /// The number, when it is whole and fits; `1.0` and `1e3` are whole. Nil rather than a rounded number.
    package var int: Int? {
        guard entry.kind == .number else { return nil }
        if let exact = Int(text) { return exact }
        guard let number, number.magnitude <= 0x1p53 else { return nil }
        return Int(exactly: number)
    }

    /// The value of that member, or nil when there is none or this is no object. Of several, the last.
    package subscript(key: String) -> JSONNode? {
        guard entry.kind == .object else { return nil }
        let name = key.utf8.span
        var found: Int?
        var position = index + 1
        while true {
            let member = storage.entry(position)
            if member.kind == .end { break }
            if storage.key(member, is: name) { found = position + 1 }
            position = storage.entry(position + 1).next(after: position + 1)
        }
        return found.map { JSONNode(storage: storage, index: $0) }
    }

    /// That element, counted from 0, or nil when there is none or this is no array.
    package subscript(index: Int) -> JSONNode? {
        guard index >= 0 else { return nil }
        return elements.dropFirst(index).first { _ in true }
    }

    /// The value found by going from member to member; nil when one is missing. No names: this value.
    package func at(_ path: String...) -> JSONNode? {
        var node: JSONNode? = self
        for key in path { node = node?[key] }
        return node
    }

    /// The elements in order; none when this is no array.
    package var elements: JSONElements { JSONElements(of: self) }

    /// The members in order, repeated names included; none when this is no object.
    package var members: JSONMembers { JSONMembers(of: self) }

    /// The value exactly as it stands in the document.
    package var rawBytes: ArraySlice<UInt8> { storage.bytes[storage.source(index)] }

    private var text: String { String(decoding: storage.bytes[entry.range], as: UTF8.self) }
}
