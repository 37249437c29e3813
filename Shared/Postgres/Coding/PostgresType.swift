/// A data type of the server, by its object identifier.
package struct PostgresType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let bool = PostgresType(rawValue: 16)
    package static let bytea = PostgresType(rawValue: 17)
    package static let char = PostgresType(rawValue: 18)
    package static let name = PostgresType(rawValue: 19)
    package static let int8 = PostgresType(rawValue: 20)
    package static let int2 = PostgresType(rawValue: 21)
    package static let int4 = PostgresType(rawValue: 23)
    package static let text = PostgresType(rawValue: 25)
    package static let oid = PostgresType(rawValue: 26)
    package static let json = PostgresType(rawValue: 114)
    package static let float4 = PostgresType(rawValue: 700)
    package static let float8 = PostgresType(rawValue: 701)
    package static let unknown = PostgresType(rawValue: 705)
    package static let bpchar = PostgresType(rawValue: 1042)
    package static let varchar = PostgresType(rawValue: 1043)
    package static let timestamptz = PostgresType(rawValue: 1184)
    package static let uuid = PostgresType(rawValue: 2950)
    package static let jsonb = PostgresType(rawValue: 3802)

    /// The lowest identifier that types made by users have: enumerations, `citext` and the like.
    private static let firstUserDefined: UInt32 = 16384

    var isUserDefined: Bool { rawValue >= Self.firstUserDefined }

    /// The type of an array of this type; the zero identifier, which leaves the choice to the server, for types that
    /// this driver does not put into arrays.
    package var array: PostgresType {
        let identifier: UInt32 =
            switch self {
            case .bool: 1000
            case .bytea: 1001
            case .int8: 1016
            case .int2: 1005
            case .int4: 1007
            case .text: 1009
            case .float8: 1022
            case .timestamptz: 1185
            case .uuid: 2951
            case .jsonb: 3807
            default: 0
            }
        return PostgresType(rawValue: identifier)
    }
}

extension PostgresType: CustomStringConvertible {
    package var description: String {
        switch self {
        case .bool: "bool"
        case .bytea: "bytea"
        case .char: "\"char\""
        case .name: "name"
        case .int8: "int8"
        case .int2: "int2"
        case .int4: "int4"
        case .text: "text"
        case .oid: "oid"
        case .json: "json"
        case .float4: "float4"
        case .float8: "float8"
        case .bpchar: "char"
        case .varchar: "varchar"
        case .timestamptz: "timestamptz"
        case .uuid: "uuid"
        case .jsonb: "jsonb"
        default: elementOfKnownArray.map { "\($0)[]" } ?? "type \(rawValue)"
        }
    }

    private var elementOfKnownArray: PostgresType? {
        let elements: [PostgresType] = [
            .bool, .bytea, .int8, .int2, .int4, .text, .float8, .timestamptz, .uuid, .jsonb,
        ]
        return elements.first { $0.array == self }
    }
}
