/// Sees to it that a record's bytes are text.
struct RecordText: Sendable {
    /// Whether the file has shown itself to be UTF-8: by a mark, or by a record that is nothing else.
    private var isUTF8: Bool
    private(set) var fallbackRecords = 0

    init(isUTF8: Bool) { self.isUTF8 = isUTF8 }

    /// Makes UTF-8 of the fields, or says what is wrong with which of them (counted from 0).
    mutating func check(
        _ text: inout [UInt8], _ ends: inout [Int]
    ) -> (kind: CSVProblem.Kind, column: Int)? {
        var isASCII = true
        for (offset, byte) in text.enumerated() where byte == 0 || byte >= 0x80 {
            if byte == 0 { return (.nul, ends.firstIndex { $0 > offset } ?? 0) }
            isASCII = false
        }
        guard !isASCII else { return nil }
        guard let wrong = Self.firstInvalid(text, ends) else {
            isUTF8 = true
            return nil
        }
        guard !isUTF8 else { return (.invalidText, wrong) }
        fallbackRecords += 1
        (text, ends) = Self.fromWindows1252(text, ends)
        return nil
    }

    /// Field by field: half a character at the end of one and half at the beginning of the next are not a whole one.
    private static func firstInvalid(_ text: [UInt8], _ ends: [Int]) -> Int? {
        var start = 0
        for (column, end) in ends.enumerated() {
            if String(validating: text[start..<end], as: UTF8.self) == nil { return column }
            start = end
        }
        return nil
    }

    private static func fromWindows1252(_ text: [UInt8], _ ends: [Int]) -> ([UInt8], [Int]) {
        var converted: [UInt8] = []
        converted.reserveCapacity(text.count * 2)
        var start = 0
        let newEnds = ends.map { end in
            for byte in text[start..<end] { Windows1252.append(byte, to: &converted) }
            start = end
            return converted.count
        }
        return (converted, newEnds)
    }
}
