internal import Foundation

/// A text in one line, without the time zone that may stand at its end: "14:00 Europe/Berlin", "14:00 [Europe/Berlin]".
struct ZonedText {
    let text: String
    let zone: TimeZone?

    init(_ text: String) {
        let line = String(text.map { $0.isWhitespace ? " " : $0 }).trimmed([" "])
        let start = line.lastIndex { " [(".contains($0) } ?? line.startIndex
        let zone = start > line.startIndex ? Self.zone(line[start...].trimmed([" ", "[", "]", "(", ")"])) : nil
        self.text = String(zone == nil ? line : line[..<start].trimmed([" ", ","]))
        self.zone = zone
    }

    /// Names that a system may also know, like "Japan" or "MST", are words here.
    private static func zone(_ name: Substring) -> TimeZone? {
        if ["UTC", "GMT"].contains(name) { return .gmt }
        guard name.utf8.count <= 40, name.contains("/"), name.first?.isLetter == true,
            name.unicodeScalars.allSatisfy({
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789/_+-".contains(Character($0)))
            })
        else { return nil }
        return TimeZone(identifier: String(name))
    }
}

extension StringProtocol where SubSequence == Substring {
    /// Without these characters at both ends.
    func trimmed(_ characters: Set<Character>) -> Substring {
        guard let first = firstIndex(where: { !characters.contains($0) }),
            let last = lastIndex(where: { !characters.contains($0) })
        else { return "" }
        return self[first...last]
    }
}
