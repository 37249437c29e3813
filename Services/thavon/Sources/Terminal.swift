internal import Foundation
internal import Glibc
internal import Synchronization

/// Standard output and standard error, one whole line at a time.
enum Terminal {
    private static let turn = Mutex(())

    static func say(_ line: String = "") { write(line, to: .standardOutput) }

    static func complain(_ line: String) { write(line, to: .standardError) }

    /// Whether a person looks at it who has not asked for plain text (no-color.org).
    static let isColoured = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    static func coloured(_ text: String, _ colour: Colour) -> String {
        isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    enum Colour: Int {
        case red = 31
        case green = 32
        case yellow = 33
        case blue = 34
        case magenta = 35
        case cyan = 36
        case loud = 41
    }

    /// To the second, in the zone of the terminal.
    static func time(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .current).year().month().day().time(
                includingFractionalSeconds: false))
    }

    private static func write(_ line: String, to handle: FileHandle) {
        // A reader that has gone away must not end the program.
        turn.withLock { _ in try? handle.write(contentsOf: Data((line + "\n").utf8)) }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
