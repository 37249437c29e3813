/// A file as it was sent.
struct UploadedFile: Sendable, Equatable {
    /// As many as are looked at.
    var bytes: [UInt8]
    /// Whether there were more.
    var isTooLong: Bool
}

/// Takes a form with one small file apart as it arrives, and holds all of it: for files that only make sense as a whole. Of one that
/// is too long, no more is held than shows that.
struct FileFormReader: Sendable {
    private static let mostFields = 50
    private static let mostFieldBytes = 64 << 10

    enum Problem: Error, Sendable, Equatable {
        case malformed
        case fieldsTooLong
    }

    private enum Place: Sendable {
        case between
        case field(name: String, value: [UInt8])
        case file(isNamed: Bool)
        /// A second file, or one under another name.
        case other
    }

    private let fileField: String
    private let mostFileBytes: Int
    private var reader: MultipartReader
    private var place = Place.between
    private var fieldBytes = 0
    private(set) var fields: [(String, String)] = []
    /// Nil when none was chosen: browsers send one without a name then.
    private(set) var file: UploadedFile?

    /// - Parameters:
    ///   - contentType: of the request.
    ///   - fileField: the name of the file's control; other files are passed over.
    ///   - mostFileBytes: that are held.
    init(contentType: String, fileField: String, mostFileBytes: Int) throws(Problem) {
        do throws(MultipartReader.Problem) {
            reader = try MultipartReader(contentType: contentType)
        } catch {
            throw .malformed
        }
        self.fileField = fileField
        self.mostFileBytes = mostFileBytes
    }

    mutating func feed(_ bytes: some Sequence<UInt8>) throws(Problem) {
        let events: [MultipartReader.Event]
        do throws(MultipartReader.Problem) {
            events = try reader.feed(bytes)
        } catch {
            throw .malformed
        }
        for event in events { try take(event) }
    }

    func finish() throws(Problem) {
        do throws(MultipartReader.Problem) {
            try reader.finish()
        } catch {
            throw .malformed
        }
    }

    private mutating func take(_ event: MultipartReader.Event) throws(Problem) {
        switch (event, place) {
        case (.part(let name, let fileName?), _):
            place = name == fileField && file == nil ? .file(isNamed: !fileName.isEmpty) : .other
            if case .file(isNamed: true) = place { file = UploadedFile(bytes: [], isTooLong: false) }
        case (.part(let name, nil), _):
            guard fields.count < Self.mostFields else { throw .fieldsTooLong }
            place = .field(name: name, value: [])
        case (.bytes(let bytes), .file): hold(bytes)
        case (.bytes(let bytes), .field(let name, let value)):
            fieldBytes += bytes.count
            guard fieldBytes <= Self.mostFieldBytes else { throw .fieldsTooLong }
            place = .field(name: name, value: value + bytes)
        case (.partEnd, .field(let name, let value)):
            fields.append((name, String(decoding: value, as: UTF8.self)))
            place = .between
        case (.partEnd, _): place = .between
        case (.bytes, _): break
        }
    }

    private mutating func hold(_ bytes: [UInt8]) {
        var held = file ?? UploadedFile(bytes: [], isTooLong: false)
        // Otherwise each piece would copy all of it.
        file = nil
        let room = mostFileBytes - held.bytes.count
        held.bytes += bytes.prefix(room)
        held.isTooLong = held.isTooLong || bytes.count > room
        file = held
    }
}
