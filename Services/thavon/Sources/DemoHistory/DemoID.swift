/// Ids of the demo's rows: fixed, so that loading again adds nothing.
enum DemoID {
    static let agency = DevDefaults.agency
    static let owner = of("a2", 1)

    static func agent(_ number: Int) -> String { of("a1", number) }
    static func account(ofAgent number: Int) -> String { of("a2", 100 + number) }
    static func lead(_ number: Int) -> String { of("a4", number) }
    static func call(_ number: Int) -> String { of("a6", number) }
    /// The provider's id of a call.
    static func vapiCall(_ number: Int) -> String { of("a7", number) }

    /// - Parameter prefix: of two hexadecimal digits, one for each kind of row.
    static func of(_ prefix: String, _ number: Int) -> String {
        let digits = "\(number)"
        let zeros = String(repeating: "0", count: max(0, 12 - digits.count))
        return "\(prefix)000000-0000-4000-8000-\(zeros)\(digits)"
    }

    /// The number at the end of an id.
    static func number(_ id: String) -> Int { Int(id.suffix(12)) ?? 0 }
}
