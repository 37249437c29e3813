internal import Foundation
internal import Synchronization

/// Shows what a process writes, line by line, each with the process's name in front.
final class LogStream: Sendable {
    private static let colours: [Terminal.Colour] = [.magenta, .cyan, .green, .blue, .yellow]

    private let prefix: String
    private let partial = Mutex(Data())

    init(name: String, index: Int) {
        let colour = Self.colours[index % Self.colours.count]
        prefix = Terminal.coloured(name.padded(to: 15) + "│", colour) + " "
    }

    /// A pipe whose lines are shown until its writers are gone. Close the writing end after the process has started.
    func pipe() -> Pipe {
        let pipe = Pipe()
        // The handler keeps its own handle until the end; nobody else does.
        let reading = pipe.fileHandleForReading
        reading.readabilityHandler = { [self] _ in
            let data = reading.availableData
            if data.isEmpty { reading.readabilityHandler = nil }
            take(data)
        }
        return pipe
    }

    private func take(_ data: Data) {
        let lines = partial.withLock { partial in
            guard !data.isEmpty else {
                defer { partial = Data() }
                return partial.isEmpty ? [] : [partial]
            }
            partial.append(data)
            var lines = partial.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            partial = lines.popLast().map { Data($0) } ?? Data()
            return lines.map { Data($0) }
        }
        for line in lines { Terminal.say(prefix + String(decoding: line, as: UTF8.self)) }
    }
}
