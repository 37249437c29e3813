/// The statements that one session has prepared, by their Swift type.
struct StatementCache {
    private struct Entry {
        var name: String
        var types: [PostgresType]
        /// False until the server has confirmed it.
        var isConfirmed = false
    }

    enum Lookup: Equatable {
        /// Prepared; `cached` unless by this very pipeline.
        case ready(name: String, cached: Bool)
        /// To be prepared under `name`, after the plan called `obsolete` has been dropped.
        case missing(name: String, obsolete: String?)
    }

    private var entries: [ObjectIdentifier: Entry] = [:]
    private var obsolete: [ObjectIdentifier: String] = [:]
    private var count = 0

    /// Looks a statement up; when it is missing it counts as being prepared from now on.
    mutating func lookUp(_ call: PostgresCall) -> Lookup {
        let key = call.key
        if let entry = entries[key] {
            if entry.types.elementsEqual(call.parameters.lazy.map(\.type)) {
                return .ready(name: entry.name, cached: entry.isConfirmed)
            }
            invalidate(key)
        }
        // A name is never used twice: whether the old plan is really gone is then of no importance.
        count += 1
        let name = "\(call.name)#\(count)"
        entries[key] = Entry(name: name, types: call.parameters.map(\.type))
        return .missing(name: name, obsolete: obsolete[key])
    }

    mutating func confirm(_ key: ObjectIdentifier) {
        entries[key]?.isConfirmed = true
        obsolete[key] = nil
    }

    /// Forgets the statement unless the server has confirmed it.
    mutating func dropUnconfirmed(_ key: ObjectIdentifier) {
        if entries[key]?.isConfirmed == false { entries[key] = nil }
    }

    /// Forgets a statement whose plan the server refuses to use.
    mutating func invalidate(_ key: ObjectIdentifier) {
        guard let entry = entries.removeValue(forKey: key), entry.isConfirmed else { return }
        obsolete[key] = entry.name
    }

    /// Forgets everything, after the server turned out to have done so.
    mutating func removeAll() {
        entries.removeAll()
        obsolete.removeAll()
    }
}
