import Testing

@testable import RecordingArchive

@Suite struct AudioFileTests {
    private static let heads: [(String, [UInt8])] = [
        ("wav", [UInt8]("RIFF\0\0\0\0WAVEfmt ".utf8)), ("wav", [UInt8]("RF64\0\0\0\0WAVE".utf8)),
        ("mp3", [UInt8]("ID3\u{4}\0\0\0\0\0\0".utf8)), ("mp3", [0xFF, 0xFB, 0x90, 0x00]),
        ("ogg", [UInt8]("OggS".utf8)), ("mp4", [UInt8]("\0\0\0 ftypM4A ".utf8)), ("flac", [UInt8]("fLaC".utf8)),
        ("webm", [0x1A, 0x45, 0xDF, 0xA3, 1]),
    ]

    @Test(arguments: heads)
    func theFirstBytesSayWhatItIs(_ format: String, _ head: [UInt8]) {
        #expect(AudioFile(head: head, size: head.count)?.format.rawValue == format)
    }

    @Test(arguments: [
        "", "<html><body>Sign in</body></html>", "{\"message\":\"expired\"}", "RIFF....AVI ", "%PDF-1.7", "GIF89a",
    ])
    func whatIsNoAudioIsNone(_ text: String) {
        #expect(AudioFile(head: Array(text.utf8), size: text.utf8.count) == nil)
    }

    /// UTF-16 and the likes begin with 0xFF.
    @Test(arguments: [[0xFF, 0xFE, 0x3C, 0x00], [0xFF, 0xD8, 0xFF, 0xE0], [0xFF, 0xFB, 0xF0, 0x00]] as [[UInt8]])
    func aByteOf255AloneIsNoMP3(_ head: [UInt8]) {
        #expect(AudioFile(head: head, size: 4) == nil)
    }

    @Test(arguments: [
        ("audio/wav", true), ("AUDIO/mpeg; codecs=mp3", true), ("application/octet-stream", true),
        ("binary/octet-stream", true), ("video/mp4", true), ("", true), ("text/html; charset=utf-8", false),
        ("application/json", false), ("image/png", false), ("application/xml", false),
    ])
    func theServersWordForItCounts(_ type: String, _ mayBe: Bool) {
        #expect(AudioFile.mayBeAudio(contentType: type) == mayBe)
    }

    @Test func withoutAWordTheBytesDecide() {
        #expect(AudioFile.mayBeAudio(contentType: nil))
    }
}

@Suite struct AudioDurationTests {
    private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// - Parameter data: what the header says that follows.
    private static func wav(rate: Int = 16_000, data: Int, before chunks: [UInt8] = []) -> [UInt8] {
        var head = [UInt8]("RIFF\0\0\0\0WAVE".utf8) + chunks
        head += "fmt ".utf8
        // PCM, one channel, samples of 16 bits.
        for (number, count) in [(16, 4), (1, 2), (1, 2), (rate / 2, 4), (rate, 4), (2, 2), (16, 2)] {
            head += bytes(number, count)
        }
        head += "data".utf8
        return head + bytes(data, 4)
    }

    @Test func aWAVSaysHowLongItIs() throws {
        let head = Self.wav(data: 40_000)
        let file = try #require(AudioFile(head: head, size: head.count + 40_000))
        #expect(file.seconds == 2.5)
    }

    @Test func chunksBeforeTheFormatArePassedOver() throws {
        let list: [UInt8] = [UInt8]("LIST".utf8) + [5, 0, 0, 0, 1, 2, 3, 4, 5, 0]
        let head = Self.wav(data: 16_000, before: list)
        #expect(AudioFile(head: head, size: head.count + 16_000)?.seconds == 1)
    }

    @Test(arguments: [0, 0xFFFF_FFFF, 0x7FFF_FFFF])
    func aHeaderFromBeforeTheEndWasKnownGivesWayToTheSize(_ data: Int) {
        let head = Self.wav(data: data)
        #expect(AudioFile(head: head, size: head.count + 8000)?.seconds == 0.5)
    }

    @Test func aHeaderThatMakesNoSenseSaysNothing() throws {
        let head = Self.wav(rate: 0, data: 16_000)
        let file = try #require(AudioFile(head: head, size: head.count + 16_000))
        #expect(file.seconds == nil)
        #expect(AudioFile(head: Array(head.prefix(30)), size: 30)?.seconds == nil)
        #expect(AudioFile(head: head, size: head.count)?.seconds == nil)
    }

    @Test func anMP3OfOneRateIsAsLongAsItsSizeSays() {
        // MPEG 1, layer III, 128 kbit/s, 44.1 kHz.
        let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00]
        #expect(AudioFile(head: frame, size: 160_000)?.seconds == 10)
        let tag = [UInt8]("ID3\u{4}\0\0\0\0\u{1}\0".utf8) + [UInt8](repeating: 0, count: 128)
        let tagged = tag + frame
        #expect(AudioFile(head: tagged, size: 160_000 + 138)?.seconds == 10)
    }

    @Test func anMP3WithACountOfFramesIsAsLongAsThese() {
        // MPEG 2, layer III, 64 kbit/s, 24 kHz, mono: 576 samples in a frame, the tag after 4 + 9 bytes.
        var head: [UInt8] = [0xFF, 0xF3, 0x84, 0xC0] + [UInt8](repeating: 0, count: 9)
        head += "Xing".utf8
        head += [0, 0, 0, 1, 0, 0, 0x04, 0xE2]
        #expect(AudioFile(head: head, size: 999_999)?.seconds == 30)
    }
}
