import Testing

@testable import Dashboard

@Suite struct FileFormReaderTests {
    private static func body(_ parts: [(header: String, content: String)]) -> [UInt8] {
        Array(
            (parts.map { "--b\r\nContent-Disposition: form-data; \($0.header)\r\n\r\n\($0.content)\r\n" }.joined()
                + "--b--\r\n").utf8)
    }

    private static func read(_ body: [UInt8], piece: Int, most: Int = 10) throws -> FileFormReader {
        var reader = try FileFormReader(
            contentType: "multipart/form-data; boundary=b", fileField: "file", mostFileBytes: most)
        for start in stride(from: 0, to: body.count, by: piece) {
            try reader.feed(body[start..<min(start + piece, body.count)])
        }
        try reader.finish()
        return reader
    }

    private static let whole = body([
        (#"name="before""#, "1"), (#"name="file"; filename="a.png""#, "0123456789"), (#"name="after""#, "2\r\n3"),
        (#"name="file"; filename="b.png""#, "second"), (#"name="other"; filename="c.png""#, "other"),
    ])

    @Test(arguments: [1, 2, 7, 1000])
    func fieldsAreReadOnBothSidesOfTheFile(piece: Int) throws {
        let reader = try Self.read(Self.whole, piece: piece)
        #expect(reader.fields.map(\.0) == ["before", "after"] && reader.fields.map(\.1) == ["1", "2\r\n3"])
        #expect(reader.file == UploadedFile(bytes: Array("0123456789".utf8), isTooLong: false))
    }

    @Test(arguments: [1, 3, 1000])
    func ofALongFileOnlyItsBeginningIsHeld(piece: Int) throws {
        let reader = try Self.read(Self.whole, piece: piece, most: 9)
        #expect(reader.file == UploadedFile(bytes: Array("012345678".utf8), isTooLong: true))
        #expect(reader.fields.count == 2)
    }

    @Test func aFileThatWasNotChosenIsNone() throws {
        let body = Self.body([(#"name="file"; filename="""#, ""), (#"name="x""#, "1")])
        let reader = try Self.read(body, piece: 1000)
        #expect(reader.file == nil && reader.fields.count == 1)
        let empty = try Self.read(Self.body([(#"name="file"; filename="a""#, "")]), piece: 1000)
        #expect(empty.file == UploadedFile(bytes: [], isTooLong: false))
    }

    @Test func whatIsCutOffOrNoFormOrTooLongIsRefused() throws {
        #expect(throws: FileFormReader.Problem.malformed) { _ = try Self.read(Self.whole.dropLast(8) + [], piece: 100) }
        #expect(throws: FileFormReader.Problem.malformed) {
            _ = try FileFormReader(contentType: "multipart/form-data", fileField: "file", mostFileBytes: 1)
        }
        let long = Self.body([(#"name="x""#, String(repeating: "x", count: 65 << 10))])
        #expect(throws: FileFormReader.Problem.fieldsTooLong) { _ = try Self.read(long, piece: 10_000) }
        let many = Self.body((0..<51).map { (#"name="\#($0)""#, "") })
        #expect(throws: FileFormReader.Problem.fieldsTooLong) { _ = try Self.read(many, piece: 10_000) }
    }
}
