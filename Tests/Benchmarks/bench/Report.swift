internal import Foundation
internal import Synchronization

/// Gathers the lines of the table and writes each part's numbers as JSON.
final class Report: Sendable {
    private struct Line {
        var part: String
        var name: String
        var value: String
        var note: String
    }

    private let folder: String
    private let lines = Mutex<[Line]>([])

    init(folder: String) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func add(_ part: Part, _ name: String, _ value: String, _ note: String = "") {
        lines.withLock { $0.append(Line(part: part.rawValue, name: name, value: value, note: note)) }
        Progress.say("  \(name): \(value) \(note)")
    }

    /// Writes `<part>.json`: the machine, and every round's numbers.
    func save(_ part: Part, _ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = try encoder.encode(
            Saved(machine: Machine.description(), measuredAt: Date().ISO8601Format(), results: value))
        try text.write(to: URL(fileURLWithPath: "\(folder)/\(part.rawValue).json"))
    }

    var table: String {
        let lines = self.lines.withLock { $0 }
        let name = lines.map(\.name.count).max() ?? 0
        let value = lines.map(\.value.count).max() ?? 0
        var text = ""
        var part = ""
        for line in lines {
            if line.part != part { text += "\n\(line.part)\n" }
            part = line.part
            let row =
                "  " + line.name.filled(to: name) + "  " + line.value.filled(to: value, atStart: true) + "  "
                + line.note
            text += row.trimmedAtEnd + "\n"
        }
        return text
    }

    private struct Saved<Value: Encodable>: Encodable {
        var machine: String
        var measuredAt: String
        var results: Value
    }
}

extension String {
    fileprivate func filled(to length: Int, atStart: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, length - count))
        return atStart ? blanks + self : self + blanks
    }

    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension Double {
    /// With so many digits after the point.
    func text(_ digits: Int = 0) -> String { String(format: "%.\(digits)f", self) }
}

extension [Double] {
    /// The middle one; 0 when there is none.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = self.sorted()
        return isEmpty ? 0 : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}

/// How long things took, in milliseconds.
struct Latencies: Codable, Sendable {
    var count = 0
    var p50 = 0.0
    var p90 = 0.0
    var p95 = 0.0
    var p99 = 0.0
    var max = 0.0

    init(milliseconds values: [Double]) {
        guard !values.isEmpty else { return }
        let sorted = values.sorted()
        func rank(_ share: Double) -> Double { sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))] }
        count = sorted.count
        (p50, p90, p95) = (rank(0.5), rank(0.9), rank(0.95))
        (p99, max) = (rank(0.99), sorted[sorted.count - 1])
    }

    init(_ durations: [Duration]) { self.init(milliseconds: durations.map(\.milliseconds)) }

    var text: String { "\(p50.text(1)) / \(p99.text(1)) / \(max.text(1)) ms" }
}

extension Duration {
    var milliseconds: Double { inSeconds * 1000 }
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
