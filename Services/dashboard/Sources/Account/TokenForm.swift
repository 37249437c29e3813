internal import Foundation

/// What a program's token is to be called, and for how long it works.
struct TokenForm: Sendable, Equatable {
    /// In days; nil: until it is revoked.
    static let lives: [(value: String, days: Int?)] = [("30", 30), ("90", 90), ("365", 365), ("never", nil)]
    /// So many at a time are more than anybody uses.
    static let most = 50

    var label = ""
    var life = "90"

    init() {}

    init(_ form: Form) {
        label = form["label"]
        life = form["life"]
    }

    var problems: [(field: String, label: Phrase, text: Phrase)] {
        var problems: [(field: String, label: Phrase, text: Phrase)] = []
        if label.isEmpty || label.count > 80 {
            problems.append(("label", AccountWords.tokenLabel, AccountWords.tokenNeedsLabel))
        }
        if !Self.lives.contains(where: { $0.value == life }) {
            problems.append(("life", AccountWords.tokenLife, AccountWords.chooseOne))
        }
        return problems
    }

    func expiry(from now: Date) -> Date? {
        Self.lives.first { $0.value == life }?.days.map { now.addingTimeInterval(Double($0) * 86_400) }
    }
}
