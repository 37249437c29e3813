/// How much is held in memory, and how far a quote that nobody closed may reach.
package struct CSVLimits: Sendable, Hashable {
    /// Of one field, in bytes of UTF-8.
    package var fieldBytes: Int
    /// Of all fields of one record.
    package var recordBytes: Int
    /// Over how many lines a record may go.
    package var lines: Int
    package var columns: Int

    package init(
        fieldBytes: Int = 64 << 10, recordBytes: Int = 256 << 10, lines: Int = 100, columns: Int = 256
    ) {
        self.fieldBytes = fieldBytes
        self.recordBytes = recordBytes
        self.lines = lines
        self.columns = columns
    }
}
