internal import Foundation

/// The fields of a query or of a form, in their order; a name may come more than once.
struct FormFields: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        var name: String
        var value: String
    }

    private(set) var fields: [Field] = []

    /// What is not percent-encoding stays as it is; a plus is a blank.
    init(_ text: String = "") {
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(halves[0])
            fields.append(Field(name: name, value: halves.count > 1 ? Self.decoded(halves[1]) : ""))
        }
    }

    init(_ bytes: [UInt8]) { self.init(String(decoding: bytes, as: UTF8.self)) }

    private static func decoded(_ text: Substring) -> String {
        let spaced = String(text).replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }

    /// The first value of that name that is not empty.
    subscript(name: String) -> String? {
        fields.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}
