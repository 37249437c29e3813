internal import Foundation

/// A file of `NAME=value` lines, as shells and Docker Compose read them.
///
/// Comments begin with `#`; `export ` in front is fine; a value may be in single or double quotes. A name without a value is
/// as good as left out.
enum EnvironmentFile {
    /// - Throws: ``Failure`` naming file and line, with the code for configurations.
    static func read(_ path: String) throws -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path) cannot be read", advice: "check the name and its permissions", code: .configuration)
        }
        return try parse(String(decoding: data, as: UTF8.self), name: path)
    }

    static func parse(_ text: String, name: String) throws -> [String: String] {
        var values: [String: String] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            guard !trimmed.isEmpty, !trimmed.hasPrefix("#") else { continue }
            guard let (key, value) = entry(trimmed) else {
                throw Failure(
                    "\(name), line \(index + 1): not of the form NAME=value", advice: "correct the line",
                    code: .configuration)
            }
            if !value.isEmpty { values[key] = value }
        }
        return values
    }

    /// The text of a file with these values, readable by only its owner.
    static func write(_ values: [String: String], to path: String) throws {
        let lines = values.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))\n" }
        let heading = "# Written by thavon dev at each start.\n"
        try PrivateFile.write(heading + lines.joined(), to: path)
    }

    private static func entry(_ line: String) -> (key: String, value: String)? {
        let assignment = line.hasPrefix("export ") ? String(line.dropFirst(7)) : line
        guard let equals = assignment.firstIndex(of: "=") else { return nil }
        let key = assignment[..<equals].trimmingCharacters(in: .whitespaces)
        guard !key.isEmpty, key.utf8.allSatisfy(isPartOfName) else { return nil }
        return (key, value(assignment[assignment.index(after: equals)...].trimmingCharacters(in: .whitespaces)))
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func value(_ text: String) -> String {
        if let quote = text.first, quote == "\"" || quote == "'", let end = text.dropFirst().firstIndex(of: quote) {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        guard let comment = text.range(of: " #") else { return text }
        return text[..<comment.lowerBound].trimmingCharacters(in: .whitespaces)
    }

    private static func quoted(_ value: String) -> String {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "_-.,:/@%+="))
        return value.unicodeScalars.allSatisfy(plain.contains) ? value : "'\(value)'"
    }
}

/// Files that hold secrets.
enum PrivateFile {
    /// Replaces the file; only its owner can read it, from the first moment on.
    static func write(_ text: String, to path: String) throws {
        let fresh = path + ".new"
        let files = FileManager.default
        try? files.removeItem(atPath: fresh)
        guard files.createFile(atPath: fresh, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Failure("\(path) cannot be written", advice: "check the folder's owner and free space")
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: fresh))
        try? files.removeItem(atPath: path)
        try files.moveItem(atPath: fresh, toPath: path)
    }
}
