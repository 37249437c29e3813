internal import Foundation

/// Takes a form with a file apart as it arrives: first what is said of the file, and who sent it, then the file itself. Fields
/// that come after the file are too late to count.
struct UploadReader: Sendable {
    /// Of the file.
    static let mostFileBytes = 50 << 20
    private static let mostFieldBytes = 64 << 10

    enum Problem: Error, Sendable, Equatable {
        case malformed
        case fieldsTooLong
        case fileTooLong
    }

    enum Event: Sendable, Equatable {
        /// The file begins: now is the time to look at the fields.
        case file(name: String)
        case bytes([UInt8])
        case fileEnd
    }

    private enum Place: Sendable {
        case between
        case field(name: String, value: [UInt8])
        case file
        /// A second file, or one under another name.
        case other
    }

    private var reader: MultipartReader
    private var place = Place.between
    private var fieldBytes = 0
    private var fileBytes = 0
    private var hasFile = false
    private(set) var fields: [(String, String)] = []

    init(contentType: String) throws(Problem) {
        do throws(MultipartReader.Problem) {
            reader = try MultipartReader(contentType: contentType)
        } catch {
            throw .malformed
        }
    }

    mutating func feed(_ bytes: some Sequence<UInt8>) throws(Problem) -> [Event] {
        let parts: [MultipartReader.Event]
        do throws(MultipartReader.Problem) {
            parts = try reader.feed(bytes)
        } catch {
            throw .malformed
        }
        var events: [Event] = []
        for part in parts { try take(part, &events) }
        return events
    }

    func finish() throws(Problem) {
        do throws(MultipartReader.Problem) {
            try reader.finish()
        } catch {
            throw .malformed
        }
    }

    private mutating func take(_ part: MultipartReader.Event, _ events: inout [Event]) throws(Problem) {
        switch (part, place) {
        case (.part(let name, let fileName?), _):
            guard name == "file", !hasFile else {
                place = .other
                return
            }
            hasFile = true
            place = .file
            events.append(.file(name: Self.baseName(fileName)))
        case (.part(let name, nil), _):
            guard fields.count < 50 else { throw .fieldsTooLong }
            place = .field(name: name, value: [])
        case (.bytes(let bytes), .file):
            fileBytes += bytes.count
            guard fileBytes <= Self.mostFileBytes else { throw .fileTooLong }
            events.append(.bytes(bytes))
        case (.bytes(let bytes), .field(let name, let value)):
            fieldBytes += bytes.count
            guard fieldBytes <= Self.mostFieldBytes else { throw .fieldsTooLong }
            place = .field(name: name, value: value + bytes)
        case (.bytes, _): break
        case (.partEnd, .file):
            events.append(.fileEnd)
            place = .between
        case (.partEnd, .field(let name, let value)):
            // However it arrives, it counts or does not.
            if !hasFile { fields.append((name, String(decoding: value, as: UTF8.self))) }
            place = .between
        case (.partEnd, _): place = .between
        }
    }

    /// Some senders name folders, too.
    static func baseName(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let kept = last.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(200)
        return String(String.UnicodeScalarView(kept))
    }
}
