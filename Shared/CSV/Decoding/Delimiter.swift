/// What stands between the fields of a file.
enum Delimiter {
    private static let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
    private static let mostLines = 20

    /// `sep=;` as the first line, which Excel reads and writes.
    static func told(in text: [UInt8]) -> UInt8? {
        guard text.count >= 5, text[..<4].elementsEqual("sep=".utf8, by: { $0 | 0x20 == $1 | 0x20 }) else { return nil }
        let delimiter = text[4]
        let isAlone = text.count == 5 || Byte.isLineEnd(text[5])
        return isAlone && delimiter < 0x80 && delimiter != Byte.quote && !Byte.isLineEnd(delimiter) ? delimiter : nil
    }

    /// The candidate that comes equally often in the most lines, outside of quotes; of those the most frequent. A comma
    /// when there is none.
    static func detected(in text: [UInt8]) -> UInt8 {
        let counts = countsByLine(text)
        var best = (delimiter: candidates[0], lines: 0, count: 0)
        for (index, delimiter) in candidates.enumerated() {
            var lines: [Int: Int] = [:]
            for line in counts where line[index] > 0 { lines[line[index], default: 0] += 1 }
            guard let usual = lines.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
            if (usual.value, usual.key) > (best.lines, best.count) { best = (delimiter, usual.value, usual.key) }
        }
        return best.delimiter
    }

    /// How often each candidate comes in each of the first lines. A line is a record here: breaks within quotes are
    /// none.
    private static func countsByLine(_ text: [UInt8]) -> [[Int]] {
        var lines: [[Int]] = []
        var counts = candidates.map { _ in 0 }
        var isInQuotes = false
        var isFieldStart = true
        for byte in text {
            if byte == Byte.quote {
                // A doubled quote leaves and enters again.
                if isInQuotes || isFieldStart { isInQuotes.toggle() }
                continue
            }
            if isInQuotes { continue }
            isFieldStart = true
            if let index = candidates.firstIndex(of: byte) {
                counts[index] += 1
            } else if Byte.isLineEnd(byte) {
                if counts.contains(where: { $0 > 0 }) { lines.append(counts) }
                if lines.count == mostLines { return lines }
                counts = counts.map { _ in 0 }
            } else {
                isFieldStart = false
            }
        }
        // The sample may end within a line, which says nothing unless it is the only one.
        return lines.isEmpty || text.count < CSVDecoder.sampleSize ? lines + [counts] : lines
    }
}
