package import FoundationEssentials

/// Headers of a message or arguments of a declaration, by name.
package typealias AMQPTable = [String: AMQPValue]

/// A value in an ``AMQPTable``, nested as deep as the broker nests it (`x-death` is an array of tables).
///
/// Integers of every width arrive as ``int64(_:)``, both floating-point widths and decimals as ``double(_:)``. Unsigned
/// values beyond `Int64.max` are clamped to it. Long strings that are not UTF-8 arrive as ``bytes(_:)``.
package enum AMQPValue: Sendable, Hashable {
    case string(String)
    case int64(Int64)
    case bool(Bool)
    case double(Double)
    case bytes([UInt8])
    /// Whole seconds on the wire.
    case timestamp(Date)
    case array([AMQPValue])
    case table(AMQPTable)
    case null
}

extension AMQPValue {
    /// The text, when the value is a string.
    package var stringValue: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The number, when the value is an integer.
    package var int64Value: Int64? {
        guard case .int64(let value) = self else { return nil }
        return value
    }

    /// The elements, when the value is an array.
    package var arrayValue: [AMQPValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The entries, when the value is a table.
    package var tableValue: AMQPTable? {
        guard case .table(let value) = self else { return nil }
        return value
    }
}

extension AMQPValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int64(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(arrayLiteral elements: AMQPValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, AMQPValue)...) {
        self = .table(Dictionary(elements) { _, last in last })
    }
    package init(nilLiteral: ()) { self = .null }
}

extension AMQPValue {
    /// An upper bound of the bytes this takes on the wire.
    var encodedSize: Int {
        switch self {
        case .string(let value): 5 + value.utf8.count
        case .bytes(let value): 5 + value.count
        case .int64, .double, .timestamp: 9
        case .bool: 2
        case .null: 1
        case .array(let values): values.reduce(5) { $0 + $1.encodedSize }
        case .table(let table): 1 + table.encodedSize
        }
    }
}

extension AMQPTable {
    /// An upper bound of the bytes this takes on the wire.
    var encodedSize: Int { reduce(4) { $0 + 1 + $1.key.utf8.count + $1.value.encodedSize } }

    /// A name that is too long for the wire, at any depth.
    var overlongName: String? {
        for (name, value) in self {
            if name.utf8.count > 128 { return name }
            if let inner = value.overlongName { return inner }
        }
        return nil
    }
}

extension AMQPValue {
    fileprivate var overlongName: String? {
        switch self {
        case .table(let table): table.overlongName
        case .array(let values): values.lazy.compactMap(\.overlongName).first
        default: nil
        }
    }
}
