import Foundation
import Testing

@testable import Dashboard

@Suite struct MultipartReaderTests {
    private static let type = "multipart/form-data; boundary=----WebKitFormBoundaryAbC123"
    private static let body =
        """
        preamble to be skipped\r
        ------WebKitFormBoundaryAbC123\r
        Content-Disposition: form-data; name="form_token"\r
        \r
        abc\r
        ------WebKitFormBoundaryAbC123  \r
        content-disposition: form-data; name="file"; filename="le%22ads\\".csv"\r
        Content-Type: text/csv\r
        \r
        Name;Tel\r
        --Rosa;1\r
        ------WebKitFormBoundaryAbC12\r
        \r\n\r
        ------WebKitFormBoundaryAbC123\r
        Content-Disposition: form-data; name="empty"\r
        \r
        \r
        ------WebKitFormBoundaryAbC123--\r
        epilogue
        """

    /// The parts, with the pieces of each put together.
    private struct Parts: Equatable {
        var parts: [(name: String, file: String?, text: String)] = []

        init(_ bytes: [UInt8], piece: Int) throws {
            var reader = try MultipartReader(contentType: type)
            var start = 0
            while start < bytes.count {
                let end = min(start + piece, bytes.count)
                for event in try reader.feed(bytes[start..<end]) { take(event) }
                start = end
            }
            try reader.finish()
        }

        private mutating func take(_ event: MultipartReader.Event) {
            switch event {
            case .part(let name, let fileName): parts.append((name, fileName, ""))
            case .bytes(let bytes):
                if !parts.isEmpty { parts[parts.count - 1].text += String(decoding: bytes, as: UTF8.self) }
            case .partEnd: break
            }
        }

        static func == (one: Parts, other: Parts) -> Bool { one.parts.elementsEqual(other.parts) { $0 == $1 } }
    }

    @Test func partsAreTakenApartAsTheyWereSent() throws {
        let parts = try Parts(Array(Self.body.utf8), piece: 1 << 20).parts
        #expect(parts.map(\.name) == ["form_token", "file", "empty"])
        #expect(parts.map(\.file) == [nil, "le\"ads\".csv", nil])
        #expect(
            parts.map(\.text) == ["abc", "Name;Tel\r\n--Rosa;1\r\n------WebKitFormBoundaryAbC12\r\n\r\n", ""])
    }

    @Test(arguments: [1, 2, 3, 5, 7, 13, 31, 64])
    func howItArrivesMakesNoDifference(_ piece: Int) throws {
        let bytes = Array(Self.body.utf8)
        let pieces = try Parts(bytes, piece: piece)
        let whole = try Parts(bytes, piece: bytes.count)
        #expect(pieces == whole)
    }

    @Test(arguments: [
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\(String(repeating: "x", count: 71))", "multipart/mixed; boundary=x",
    ])
    func whatHasNoBoundaryIsNoForm(_ type: String) {
        #expect(throws: MultipartReader.Problem.notMultipart) { try MultipartReader(contentType: type) }
    }

    @Test func aQuotedBoundaryIsRead() throws {
        var reader = try MultipartReader(contentType: "Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\"")
        let events = try reader.feed(
            Array("--a b:c\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--a b:c--".utf8))
        #expect(events == [.part(name: "x", fileName: nil), .bytes(Array("1".utf8)), .partEnd])
    }

    @Test(arguments: [
        "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--", "--b\r\n\r\n1\r\n--b--", "--bad\r\n",
        "--b\r\nContent-Disposition: attachment; name=x\r\n\r\n1\r\n--b--",
    ])
    func aPartWithoutANameIsMalformed(_ body: String) throws {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=b")
        #expect(throws: MultipartReader.Problem.malformed) { try reader.feed(Array(body.utf8)) }
    }

    @Test func headersHaveAnEnd() throws {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=b")
        let endless = Array("--b\r\nX: \(String(repeating: "x", count: 10_000))".utf8)
        #expect(throws: MultipartReader.Problem.headersTooLong) { try reader.feed(endless) }
    }

    @Test func whatBreaksOffIsNoticed() throws {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=b")
        _ = try reader.feed(Array("--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--b".utf8))
        #expect(throws: MultipartReader.Problem.cutOff) { try reader.finish() }
    }
}

@Suite struct UploadReaderTests {
    private static func part(_ headers: String, _ body: String) -> String {
        "--b\r\nContent-Disposition: form-data; \(headers)\r\n\r\n\(body)\r\n"
    }

    private static func reader() throws -> UploadReader {
        try UploadReader(contentType: "multipart/form-data; boundary=b")
    }

    @Test func fieldsBeforeTheFileAreThereWhenItBegins() throws {
        var reader = try Self.reader()
        let first = Self.part("name=\"form_token\"", "t") + Self.part("name=\"source\"", "Fair")
        #expect(try reader.feed(Array(first.utf8)).isEmpty)
        let file = Self.part("name=\"file\"; filename=\"C:\\fake\\leads.csv\"", "a,b") + Self.part("name=\"late\"", "x")
        let events = try reader.feed(Array((file + "--b--").utf8))
        #expect(events == [.file(name: "leads.csv"), .bytes(Array("a,b".utf8)), .fileEnd])
        #expect(reader.fields.map(\.0) == ["form_token", "source"])
        try reader.finish()
    }

    @Test func onlyOneFileCounts() throws {
        var reader = try Self.reader()
        let body = Self.part("name=\"photo\"; filename=\"p\"", "1") + Self.part("name=\"file\"; filename=\"f\"", "2")
        let again = Self.part("name=\"file\"; filename=\"g\"", "3") + "--b--"
        let events = try reader.feed(Array((body + again).utf8))
        #expect(events == [.file(name: "f"), .bytes(Array("2".utf8)), .fileEnd])
    }

    @Test func aFileOfMoreThanFiftyMegabytesIsRefused() throws {
        var reader = try Self.reader()
        _ = try reader.feed(Array("--b\r\nContent-Disposition: form-data; name=file; filename=f\r\n\r\n".utf8))
        let megabyte = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        #expect(throws: UploadReader.Problem.fileTooLong) {
            for _ in 0...51 { _ = try reader.feed(megabyte) }
        }
    }

    @Test func fieldsOfAnyLengthAreNotHeld() throws {
        var reader = try Self.reader()
        let body = Self.part("name=\"statement\"", String(repeating: "x", count: 70_000)) + "--b--"
        #expect(throws: UploadReader.Problem.fieldsTooLong) { try reader.feed(Array(body.utf8)) }
    }
}
