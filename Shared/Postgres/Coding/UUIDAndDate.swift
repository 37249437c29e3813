package import FoundationEssentials

extension UUID: PostgresCodable {
    package static var postgresType: PostgresType { .uuid }

    package var postgresValue: PostgresValue {
        unsafe withUnsafeBytes(of: uuid) { bytes in
            .wide(
                high: UInt64(bigEndian: unsafe bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> UUID {
        guard type == .uuid else { throw .typeMismatch }
        guard bytes.byteCount == 16 else { throw .invalidValue("\(bytes.byteCount) bytes where 16 are expected") }
        return UUID(uuid: unsafe bytes.unsafeLoadUnaligned(as: uuid_t.self))
    }
}

/// A `timestamptz`: microseconds since the start of 2000.
///
/// `Date` counts seconds in floating point: microseconds come back exactly within some 140 years of 2001, and
/// to the nearest representable instant beyond. `infinity` is refused in both directions.
extension Date: PostgresCodable {
    package static var postgresType: PostgresType { .timestamptz }

    /// From the start of 2000 to that of 2001, which is where `Date` counts from.
    private static let microsecondsToReference: Int64 = 366 * 86_400 * 1_000_000

    package var postgresValue: PostgresValue {
        let microseconds = (timeIntervalSinceReferenceDate * 1_000_000).rounded()
        // What does not fit becomes the largest finite count: the server refuses it, as it should, with SQLSTATE 22008.
        let count = Int64(exactly: microseconds)?.addingReportingOverflow(Self.microsecondsToReference)
        guard let count, !count.overflow, count.partialValue != .max, count.partialValue != .min else {
            return (Int64.max - 1).postgresValue
        }
        return count.partialValue.postgresValue
    }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> Date {
        guard type == .timestamptz else { throw .typeMismatch }
        let count: Int64 = try bytes.word()
        guard count != .max, count != .min else { throw .invalidValue("infinity") }
        let (sinceReference, overflow) = count.subtractingReportingOverflow(microsecondsToReference)
        guard !overflow else { throw .invalidValue("timestamp out of range") }
        // Whole seconds and the rest apart: one division of the whole would round twice.
        let (seconds, rest) = sinceReference.quotientAndRemainder(dividingBy: 1_000_000)
        return Date(timeIntervalSinceReferenceDate: Double(seconds) + Double(rest) / 1_000_000)
    }
}
