extension JSONDocument {
    private static let replacement = Array("\"[removed]\"".utf8)

    /// The same text with the values of some members replaced by the string `[removed]`, every other byte as it was. A
    /// value that is null stays null, since it hides nothing. What is replaced is not looked into.
    ///
    /// - Parameter isSecret: asked for each member with its key, escapes undone, and the keys of the members around it,
    ///   outermost first; an array's elements are inside the member that the array is the value of.
    package func redacted(removing isSecret: (_ key: String, _ enclosing: [String]) -> Bool) -> [UInt8] {
        redacted { (key: Int, enclosing: [Int]) in
            isSecret(storage.string(key) ?? "", enclosing.compactMap(storage.string))
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
        return redacted { (key: Int, enclosing: [Int]) in
            if everywhere.contains(key, of: storage) { return true }
            guard let parent = enclosing.last else { return false }
            return inside.contains { $0.keys.contains(key, of: storage) && $0.name.contains(parent, of: storage) }
        }
    }

    /// Keys are given by their place on the tape.
    private func redacted(where isSecret: (_ key: Int, _ enclosing: [Int]) -> Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var copied = 0
        var enclosing: [Int] = []
        findSecrets(in: 0, &enclosing, isSecret) { range in
            result += bytes[copied..<range.lowerBound]
            result += Self.replacement
            copied = range.upperBound
        }
        result += bytes[copied...]
        return result
    }

    /// Depth-first; the parser has bounded the depth.
    private func findSecrets(
        in index: Int, _ enclosing: inout [Int], _ isSecret: (Int, [Int]) -> Bool, found: (Range<Int>) -> Void
    ) {
        let container = storage.entry(index).kind
        guard container == .object || container == .array else { return }
        var position = index + 1
        while storage.entry(position).kind != .end {
            if container == .array {
                findSecrets(in: position, &enclosing, isSecret, found: found)
            } else {
                let key = position
                position += 1
                if isSecret(key, enclosing) {
                    if storage.entry(position).kind != .null { found(storage.source(position)) }
                } else {
                    enclosing.append(key)
                    findSecrets(in: position, &enclosing, isSecret, found: found)
                    enclosing.removeLast()
                }
            }
            position = storage.next(after: position)
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

    func contains(_ key: Int, of storage: JSONStorage) -> Bool {
        let entry = storage.entry(key)
        guard entry.kind == .escapedString || lengths >> UInt64(min(entry.length, 63)) & 1 == 1 else { return false }
        return names.contains { storage.key(key, is: $0.span) }
    }
}
