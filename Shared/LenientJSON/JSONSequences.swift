/// The elements of an array.
package struct JSONElements: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private var position: Int

    init(of node: JSONNode) {
        storage = node.storage
        let isArray = storage.entry(node.index).kind == .array
        position = isArray ? node.index + 1 : -1
    }

    package mutating func next() -> JSONNode? {
        guard position >= 0 else { return nil }
        let entry = storage.entry(position)
        guard entry.kind != .end else { return nil }
        defer { position = entry.next(after: position) }
        return JSONNode(storage: storage, index: position)
    }
}

/// The members of an object.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private var position: Int

    init(of node: JSONNode) {
        storage = node.storage
        position = storage.entry(node.index).kind == .object ? node.index + 1 : -1
    }

    package mutating func next() -> (key: String, value: JSONNode)? {
        guard position >= 0, let key = storage.string(storage.entry(position)) else { return nil }
        let value = JSONNode(storage: storage, index: position + 1)
        position = value.entry.next(after: position + 1)
        return (key, value)
    }
}
