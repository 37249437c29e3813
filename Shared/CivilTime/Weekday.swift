/// A day of the week, as ISO 8601 counts them: Monday is 1.
package enum Weekday: Int, Sendable, CaseIterable, Comparable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// `mon`, as settings name it.
    package var name: String { Self.names[rawValue - 1] }

    package init?(name: String) {
        guard let index = Self.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: index + 1)
    }

    private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    package static func < (one: Weekday, other: Weekday) -> Bool { one.rawValue < other.rawValue }
}
