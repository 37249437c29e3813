extension JSONDocument {
    private static let replacement = Array("\"[removed]\"".utf8)

    /// The same text with the values of some members replaced by the string `[removed]`, every other byte as it was. A
    /// value that is null stays null, since it hides nothing. What is replaced is not looked into.
    ///
    /// - Parameter isSecret: asked for each member with its key, escapes undone, and the keys of the members around it,
    ///   outermost first; an array's elements are inside the member that the array is the value of.
    package func redacted(removing isSecret: (_ key: String, _ enclosing: [String]) -> Bool) -> [UInt8] {
        redacted { (key: TapeEntry, enclosing: Span<TapeEntry>) in
            var names: [String] = []
            for index in enclosing.indices { names.append(storage.string(enclosing[index]) ?? "") }
            return isSecret(storage.string(key) ?? "", names)
        }
    }

    /// The same by names, without making a string of any key.
    ///
    /// - Parameters:
    ///   - keys: removed wherever they are.
    ///   - objects: for the name of a member, the keys removed directly inside it, or inside its elements if it is an
    ///     array.
    package func redacted(keys: Set<String>, inObjectsNamed objects: [String: Set<String>] = [:]) -> [UInt8] {
        let everywhere = JSONNames(keys)
        let inside = objects.map { (name: JSONNames([$0.key]), keys: JSONNames($0.value)) }
        return redacted { (key: TapeEntry, enclosing: Span<TapeEntry>) in
            if everywhere.contains(key, of: storage) { return true }
            guard !enclosing.isEmpty else { return false }
            let parent = enclosing[enclosing.count - 1]
            return inside.contains { $0.keys.contains(key, of: storage) && $0.name.contains(parent, of: storage) }
        }
    }

    private func redacted(where isSecret: (_ key: TapeEntry, _ enclosing: Span<TapeEntry>) -> Bool) -> [UInt8] {
        var secrets: [Int] = []
        var enclosing: [TapeEntry] = []
        let tape = storage.tape
        if root.entry.isContainer { Self.findSecrets(tape.span, in: 0, &enclosing, &secrets, isSecret) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + secrets.count * Self.replacement.count)
        var copied = 0
        for range in secrets.map(storage.source) {
            result += bytes[copied..<range.lowerBound]
            result += Self.replacement
            copied = range.upperBound
        }
        result += bytes[copied...]
        return result
    }

    /// Depth-first; the parser has bounded the depth. Spans rather than arrays, because counting references to those
    /// would take nine tenths of the time.
    ///
    /// - Parameter secrets: receives the tape indices of the values to replace, in order.
    private static func findSecrets(
        _ tape: Span<UInt64>, in index: Int, _ enclosing: inout [TapeEntry], _ secrets: inout [Int],
        _ isSecret: (TapeEntry, Span<TapeEntry>) -> Bool
    ) {
        let isObject = TapeEntry(word: tape[index]).kind == .object
        var position = index + 1
        while true {
            let key = TapeEntry(word: tape[position])
            if key.kind == .end { return }
            if isObject { position += 1 }
            let value = TapeEntry(word: tape[position])
            if isObject && isSecret(key, enclosing.span) {
                if value.kind != .null { secrets.append(position) }
            } else if value.isContainer {
                if isObject { enclosing.append(key) }
                findSecrets(tape, in: position, &enclosing, &secrets, isSecret)
                if isObject { enclosing.removeLast() }
            }
            position = value.next(after: position)
        }
    }
}

/// Names to compare keys with.
private struct JSONNames {
    private let names: [[UInt8]]
    /// Bit n is set when a name has n bytes, the last bit for all the longer ones: most keys need no more than a look.
    private let lengths: UInt64

    init(_ names: Set<String>) {
        self.names = names.map { Array($0.utf8) }
        lengths = self.names.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
    }

    func contains(_ key: TapeEntry, of storage: JSONStorage) -> Bool {
        guard key.kind == .escapedString || lengths >> UInt64(min(key.length, 63)) & 1 == 1 else { return false }
        return names.contains { storage.key(key, is: $0.span) }
    }
}
