/// What a file's first bytes say it is. Pure.
struct AudioFile: Sendable, Equatable {
    enum Format: String, Sendable, CaseIterable {
        case wav, mp3, ogg, mp4, flac, webm

        var contentType: String {
            switch self {
            case .wav: "audio/wav"
            case .mp3: "audio/mpeg"
            case .ogg: "audio/ogg"
            case .mp4: "audio/mp4"
            case .flac: "audio/flac"
            case .webm: "audio/webm"
            }
        }
    }

    /// How much of a file is looked at.
    static let headBytes = 65_536

    var format: Format
    /// Nil where it is not told cheaply.
    var seconds: Double?

    /// Nil when it is no audio that we know.
    ///
    /// - Parameters:
    ///   - head: the first ``headBytes``, or all of a shorter file.
    ///   - size: of the whole file.
    init?(head: [UInt8], size: Int) {
        guard let format = Self.format(of: head) else { return nil }
        self.format = format
        switch format {
        case .wav: seconds = WAVHeader(head, size: size)?.seconds
        case .mp3: seconds = MP3Header(head, size: size)?.seconds
        case .ogg, .mp4, .flac, .webm: seconds = nil
        }
    }

    private static func format(of head: [UInt8]) -> Format? {
        func says(_ text: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        if (says("RIFF") || says("RF64")) && says("WAVE", at: 8) { return .wav }
        if says("ID3") { return .mp3 }
        if says("OggS") { return .ogg }
        if says("ftyp", at: 4) { return .mp4 }
        if says("fLaC") { return .flac }
        if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return .webm }
        return MP3Frame(head, at: 0) == nil ? nil : .mp3
    }

    /// Whether a server that calls a body this may have sent audio; the bytes have the last word.
    static func mayBeAudio(contentType: String?) -> Bool {
        guard let contentType else { return true }
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        // What storages say of files they were told nothing about, and of containers that can also hold pictures.
        let open = ["application/octet-stream", "binary/octet-stream", "application/ogg", "video/mp4", "video/webm"]
        return type.isEmpty || type.hasPrefix("audio/") || open.contains(type)
    }
}
