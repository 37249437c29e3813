/// The header of a WAV file (RIFF): how many bytes a second takes, and how many there are.
struct WAVHeader: Sendable, Equatable {
    var bytesPerSecond: Int
    var dataBytes: Int

    var seconds: Double { Double(dataBytes) / Double(bytesPerSecond) }

    /// - Parameter size: of the whole file, which has the last word: a header that was written before the end was known says
    ///   nothing, or everything.
    init?(_ head: [UInt8], size: Int) {
        var offset = 12
        var rate: Int?
        while offset + 8 <= head.count {
            let length = head.littleEndian(at: offset + 4, count: 4)
            let body = offset + 8
            if head[offset...].starts(with: "fmt ".utf8), body + 12 <= head.count {
                rate = head.littleEndian(at: body + 8, count: 4)
            }
            if head[offset...].starts(with: "data".utf8) {
                guard let rate, rate > 0, size > body else { return nil }
                bytesPerSecond = rate
                dataBytes = length == 0 ? size - body : min(length, size - body)
                return
            }
            // Chunks begin at even places.
            offset = body + length + length % 2
        }
        return nil
    }
}

/// One frame of MPEG audio, layer III.
struct MP3Frame: Sendable, Equatable {
    var bitsPerSecond: Int
    var samplesPerSecond: Int
    var samples: Int
    /// Where an encoder puts how many frames there are, counted from the frame's beginning.
    var tagOffset: Int

    init?(_ bytes: [UInt8], at offset: Int) {
        guard offset + 4 <= bytes.count, bytes[offset] == 0xFF, bytes[offset + 1] & 0xE0 == 0xE0 else { return nil }
        let version = bytes[offset + 1] >> 3 & 3
        let layer = bytes[offset + 1] >> 1 & 3
        let rate = Int(bytes[offset + 2] >> 4)
        let frequency = Int(bytes[offset + 2] >> 2 & 3)
        guard version != 1, layer == 1, (1...14).contains(rate), frequency < 3 else { return nil }
        let isFirst = version == 3
        bitsPerSecond = (isFirst ? Self.rates : Self.lowRates)[rate] * 1000
        samplesPerSecond = [44_100, 48_000, 32_000][frequency] / (isFirst ? 1 : version == 2 ? 2 : 4)
        samples = isFirst ? 1152 : 576
        let isMono = bytes[offset + 3] >> 6 == 3
        tagOffset = 4 + (isFirst ? (isMono ? 17 : 32) : (isMono ? 9 : 17))
    }

    private static let rates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    private static let lowRates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
}

/// How long an MP3 file is: as its encoder noted, else as if all of it had the first frame's rate.
struct MP3Header: Sendable, Equatable {
    var seconds: Double

    init?(_ head: [UInt8], size: Int) {
        var start = 0
        if head.starts(with: "ID3".utf8), head.count >= 10 {
            // Seven bits of each byte.
            start = 10 + head[6...9].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
        }
        guard let frame = MP3Frame(head, at: start), size > start else { return nil }
        let tag = start + frame.tagOffset
        if tag + 12 <= head.count, ["Xing", "Info"].contains(where: { head[tag...].starts(with: $0.utf8) }),
            head[tag + 7] & 1 == 1
        {
            let frames = head[(tag + 8)..<(tag + 12)].reduce(0) { $0 << 8 | Int($1) }
            seconds = Double(frames * frame.samples) / Double(frame.samplesPerSecond)
        } else {
            seconds = Double(size - start) * 8 / Double(frame.bitsPerSecond)
        }
    }
}

extension [UInt8] {
    fileprivate func littleEndian(at offset: Int, count: Int) -> Int {
        self[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
