internal import DequeModule
internal import FoundationEssentials
internal import Synchronization

/// The calls of the organisation, the newest ones.
final class CallBook: Sendable {
    private struct State {
        var records: [String: CallRecord] = [:]
        var order: Deque<String> = []
        var running = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = 10_000) { self.capacity = capacity }

    var running: Int { state.withLock { $0.running } }

    /// Takes a call in unless that many are running already; nil then.
    ///
    /// - Parameter make: is called in turn, so that calls stand in the order of their times.
    func open(lines: Int = .max, _ make: () -> CallRecord) -> CallRecord? {
        state.withLock { state in
            guard state.running < lines else { return nil }
            let record = make()
            if !record.isEnded { state.running += 1 }
            state.records[record.call.id] = record
            state.order.append(record.call.id)
            if state.order.count > capacity, let oldest = state.order.popFirst() {
                if state.records.removeValue(forKey: oldest)?.isEnded == false { state.running -= 1 }
            }
            return record
        }
    }

    /// Changes a call; nil when it is no longer there.
    func update<R>(_ id: String, _ change: (inout CallRecord) -> R) -> R? where R: Sendable {
        state.withLock { state in
            guard var record = state.records[id] else { return nil }
            let wasRunning = !record.isEnded
            let result = change(&record)
            if wasRunning && record.isEnded { state.running -= 1 }
            state.records[id] = record
            return result
        }
    }

    func record(_ id: String) -> CallRecord? { state.withLock { $0.records[id] } }

    /// Newest first.
    func list(_ filter: CallFilter) -> [CallRecord] {
        let (order, records) = state.withLock { ($0.order, $0.records) }
        var found: [CallRecord] = []
        for id in order.reversed() where found.count < filter.limit {
            if let record = records[id], filter.accepts(record) { found.append(record) }
        }
        return found
    }
}

/// The filters of `GET /call`. There is none by status, customer or metadata.
struct CallFilter: Sendable {
    var limit = 100
    private var id: String?
    private var assistantID: String?
    private var phoneNumberID: String?
    private var bounds: [@Sendable (CallRecord) -> Bool] = []

    /// Accepts everything, up to a number.
    init(limit: Int) { self.limit = limit }

    /// - Parameter query: the value of a query parameter by its name.
    init(query: (String) -> String?) throws(VapiProblem) {
        id = query("id")
        assistantID = query("assistantId")
        phoneNumberID = query("phoneNumberId")
        if let text = query("limit") {
            guard let limit = Int(text), (0...1000).contains(limit) else {
                throw VapiProblem(400, "Bad Request", message: ["limit must not be greater than 1000"])
            }
            self.limit = limit
        }
        for (name, time) in Self.times {
            for (suffix, compare) in Self.comparisons {
                guard let text = query(name + suffix) else { continue }
                guard let bound = Date(iso: text.replacing(" ", with: "+")) else {
                    throw VapiProblem(
                        400, "Bad Request", message: ["\(name)\(suffix) must be a valid ISO 8601 date string"])
                }
                bounds.append { compare(time($0), bound) }
            }
        }
    }

    private static let times: [(String, @Sendable (CallRecord) -> Date)] = [
        ("createdAt", { $0.call.createdAt }), ("updatedAt", { $0.updatedAt }),
    ]

    private static let comparisons: [(String, @Sendable (Date, Date) -> Bool)] = [
        ("Gt", { $0 > $1 }), ("Lt", { $0 < $1 }), ("Ge", { $0 >= $1 }), ("Le", { $0 <= $1 }),
    ]

    func accepts(_ record: CallRecord) -> Bool {
        let json = record.call.order.json
        return (id == nil || id == record.call.id) && (assistantID == nil || assistantID == json["assistantId"]?.string)
            && (phoneNumberID == nil || phoneNumberID == json["phoneNumberId"]?.string)
            && bounds.allSatisfy { $0(record) }
    }
}
