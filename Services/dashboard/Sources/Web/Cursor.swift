internal import Foundation
internal import Vault

/// Where a list goes on: after the row with this key and id. Opaque to those who pass it on.
struct Cursor: Sendable, Equatable {
    /// Microseconds since 1970, or what else the list is sorted by.
    var key: Int64
    var id: UUID

    init(key: Int64, id: UUID) {
        self.key = key
        self.id = id
    }

    init(_ date: Date, _ id: UUID) { self.init(key: Int64((date.timeIntervalSince1970 * 1e6).rounded()), id: id) }

    init?(_ text: String) {
        guard text.utf8.count <= 100, let data = Data(base64URL: text) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":")
        guard parts.count == 2, let key = Int64(parts[0]),
            (-9_000_000_000_000_000...9_000_000_000_000_000).contains(key),
            let id = UUID(uuidString: String(parts[1]))
        else { return nil }
        self.init(key: key, id: id)
    }

    var date: Date { Date(timeIntervalSince1970: Double(key) / 1e6) }
    var text: String { Data("\(key):\(id.uuidString.lowercased())".utf8).base64URL }
}
