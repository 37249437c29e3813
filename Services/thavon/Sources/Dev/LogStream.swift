internal import LocalServers

/// Shows what a process writes, each line with the process's name in front.
struct LogStream: Sendable {
    private static let colours: [Terminal.Colour] = [.magenta, .cyan, .green, .blue, .yellow]

    private let prefix: String

    init(name: String, index: Int) {
        let colour = Self.colours[index % Self.colours.count]
        prefix = Terminal.coloured(name.padded(to: 15) + "│", colour) + " "
    }

    func show(_ output: ProcessOutput) {
        if case .line(let line) = output { Terminal.say(prefix + line) }
    }
}
