import CSV
import TestSupport
import Testing

@Suite struct CSVPropertyTests {
    private static let alphabet: [String] = [
        "a", "Z", "0", "é", "李", "😀", "e\u{301}", " ", "=", "'", "\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "\u{FEFF}",
    ]

    private static func table(_ generator: inout SeededGenerator) -> [[String]] {
        // With more columns and breaks, a record can look like two.
        let columns = Int.random(in: 1...3, using: &generator)
        return (0..<Int.random(in: 1...20, using: &generator)).map { _ in
            (0..<columns).map { _ in
                (0..<Int.random(in: 0...12, using: &generator))
                    .map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
            }
        }
    }

    @Test func whatWasWrittenIsRead() {
        var generator = SeededGenerator(seed: 4180)
        for _ in 0..<400 {
            let table = Self.table(&generator)
            // Told, since a table of punctuation tells little.
            var bytes = CSVEncoder.byteOrderMark + Array("sep=,\r\n".utf8)
            let encoder = CSVEncoder(guardsFormulas: false)
            for record in table { encoder.append(record, to: &bytes) }
            let decoded = Decoded(bytes)
            #expect(decoded.problems.isEmpty)
            #expect(decoded.fields == table)
        }
    }

    @Test func piecesMakeNoDifference() {
        var generator = SeededGenerator(seed: 46)
        let limits = CSVLimits(fieldBytes: 20, recordBytes: 50, lines: 4, columns: 5)
        for _ in 0..<200 {
            let bytes = Self.noise(&generator, length: 300)
            let whole = Decoded(bytes, limits: limits)
            for pieces in [1, 2, 3, 7, 64] {
                let cut = Decoded(bytes, limits: limits, pieces: pieces)
                #expect(cut == whole, "\(bytes) in pieces of \(pieces)")
            }
        }
    }

    /// Also past the sample.
    @Test func piecesMakeNoDifferenceToALargeFile() {
        var generator = SeededGenerator(seed: 7)
        let bytes = Self.noise(&generator, length: 140_000)
        let whole = Decoded(bytes)
        for pieces in [1000, 65_535, 65_537] { #expect(Decoded(bytes, pieces: pieces) == whole) }
    }

    @Test func whateverComesIsReadAndLinesOnlyGrow() {
        var generator = SeededGenerator(seed: 99)
        for round in 0..<600 {
            let length = Int.random(in: 0...600, using: &generator)
            let bytes =
                round.isMultiple(of: 2)
                ? Self.noise(&generator, length: length)
                : (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let limits = CSVLimits(fieldBytes: 40, recordBytes: 90, lines: 5, columns: 6)
            let decoded = Decoded(bytes, limits: limits)
            var last = 0
            for row in decoded.rows {
                #expect(row.lines.lowerBound > last)
                last = row.lines.upperBound
                if case .record(let record) = row { #expect(record.count <= limits.columns) }
            }
            if decoded.encoding == .utf8 || decoded.encoding == .windows1252 {
                #expect(last <= Self.lines(bytes))
            }
        }
    }

    /// Mostly what means something.
    private static func noise(_ generator: inout SeededGenerator, length: Int) -> [UInt8] {
        let means = Array(",,,;\"\"\"\n\n\r\rab é\u{0}".utf8) + [0xff]
        let start: [UInt8] =
            [[], [0xef, 0xbb, 0xbf], [0xff, 0xfe], Array("sep=,\n".utf8)]
            .randomElement(using: &generator) ?? []
        return start + (0..<length).map { _ in means.randomElement(using: &generator) ?? 0 }
    }

    private static func lines(_ bytes: [UInt8]) -> Int {
        var lines = 1
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 13 || byte == 10 && previous != 13 { lines += 1 }
            previous = byte
        }
        return lines
    }
}
