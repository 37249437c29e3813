import Foundation
import TestSupport
import Testing

@testable import Dashboard

/// What is taken as a picture, and what is said of the rest.
@Suite struct LogoPictureTests {
    private func problem(_ bytes: [UInt8], isTooLong: Bool = false) -> LogoPicture.Problem? {
        do throws(LogoPicture.Problem) {
            _ = try LogoPicture(UploadedFile(bytes: bytes, isTooLong: isTooLong))
            return nil
        } catch {
            return error
        }
    }

    private func read(_ bytes: [UInt8]) throws -> LogoPicture {
        try LogoPicture(UploadedFile(bytes: bytes, isTooLong: false))
    }

    @Test func aPNGSaysHowLargeItIs() throws {
        let picture = try read(TestPicture.png(640, 200))
        #expect((picture.kind, picture.width, picture.height) == (.png, 640, 200))
        #expect(picture.hash.count == 64 && picture.hash == picture.hash.lowercased())
        #expect(try picture.hash != read(TestPicture.png(641, 200)).hash)
    }

    @Test(arguments: [UInt8(0xC0), 0xC1, 0xC2, 0xCF])
    func aJPEGSaysItInItsFrame(frame: UInt8) throws {
        let picture = try read(TestPicture.jpeg(300, 1200, frame: frame))
        #expect((picture.kind, picture.width, picture.height) == (.jpeg, 300, 1200))
    }

    /// Tables and an extension among the frames' markers, a thumbnail of its own within a segment, and bytes that fill.
    @Test func aJPEGsFrameIsFoundBehindOtherSegments() throws {
        let thumbnail = TestPicture.jpeg(1, 1)
        for marker in [UInt8(0xC4), 0xC8, 0xCC, 0xE1, 0xFE] {
            let before = TestPicture.segment(marker, thumbnail) + [0xFF, 0xFF]
            let picture = try read(TestPicture.jpeg(300, 20, before: before))
            #expect((picture.width, picture.height) == (300, 20))
        }
    }

    @Test func whatIsNoPictureIsRefusedWhateverItsName() {
        #expect(problem(Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8)) == .svg)
        #expect(problem(Array("\u{FEFF}\n<?xml version='1.0'?><!-- x -->\n<SVG/>".utf8)) == .svg)
        for text in ["", "logo.png", "GIF89a\u{1}\0\u{1}\0", "RIFF\0\0\0\0WEBPVP8 ", "<html><script>", "\u{89}PNG"] {
            #expect(problem(Array(text.utf8)) == .otherKind, "\(text)")
        }
    }

    @Test func whatIsCutOffIsNotTaken() {
        let png = TestPicture.png(10, 10)
        for length in 8..<png.count { #expect(problem(Array(png.prefix(length))) == .unreadable, "\(length)") }
        #expect(problem(Array(png.prefix(7))) == .otherKind)
        let jpeg = TestPicture.jpeg(10, 10)
        for length in 3..<jpeg.count { #expect(problem(Array(jpeg.prefix(length))) == .unreadable, "\(length)") }
    }

    @Test func whatTheHeaderSaysHasToMakeSense() {
        #expect(problem(TestPicture.png(0, 10)) == .unreadable && problem(TestPicture.jpeg(10, 0)) == .unreadable)
        var other = TestPicture.png(10, 10)
        other[12] = UInt8(ascii: "J")
        #expect(problem(other) == .unreadable)
        // A picture without a frame, a segment that is shorter than its length, and bytes that fill to the end.
        for rest: [UInt8] in [
            [0xFF, 0xDA, 0, 8], [0xFF, 0xD9], [0xFF, 0xE0, 0, 1], [0xFF, 0xFF, 0xFF],
            [0xFF, 0xC0, 0, 7, 8, 0, 1, 0, 1],
        ] {
            #expect(problem([0xFF, 0xD8] + rest) == .unreadable, "\(rest)")
        }
    }

    @Test func thereAreLimits() {
        #expect(problem(TestPicture.png(2000, 2000)) == nil)
        #expect(problem(TestPicture.png(2001, 1)) == .tooManyPixels(width: 2001, height: 1))
        #expect(problem(TestPicture.jpeg(1, 65535)) == .tooManyPixels(width: 1, height: 65535))
        #expect(problem(TestPicture.png(4_294_967_295, 1)) == .tooManyPixels(width: 4_294_967_295, height: 1))
        let most = LogoPicture.mostBytes
        var large = TestPicture.png(10, 10)
        large.insert(contentsOf: [UInt8](repeating: 0, count: most - large.count), at: 33)
        #expect(problem(large) == nil)
        large.insert(0, at: 33)
        #expect(problem(large) == .tooManyBytes)
        #expect(problem(TestPicture.png(10, 10), isTooLong: true) == .tooManyBytes)
    }
}
