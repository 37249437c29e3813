internal import Crypto

/// A picture that mail readers show: what it is and how large is read from its own first bytes, whatever its name says.
struct LogoPicture: Sendable, Equatable {
    static let mostBytes = 200 << 10
    /// Of each side.
    static let mostPixels = 2000

    enum Kind: String, Sendable {
        case png = "image/png"
        case jpeg = "image/jpeg"

        /// With what a whole one ends: an upload may have been cut off.
        fileprivate var end: [UInt8] {
            switch self {
            // The last chunk, which is empty, with its checksum (PNG §11.2.4).
            case .png: [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
            // End of image (ITU-T T.81 §B.2.1).
            case .jpeg: [0xFF, 0xD9]
            }
        }
    }

    enum Problem: Error, Sendable, Equatable {
        case tooManyBytes
        case svg
        /// It is neither PNG nor JPEG.
        case otherKind
        /// It begins as one, but does not say how large it is, or does not end as one.
        case unreadable
        case tooManyPixels(width: Int, height: Int)
    }

    let kind: Kind
    /// In pixels.
    let width: Int
    let height: Int
    let bytes: [UInt8]

    init(_ file: UploadedFile) throws(Problem) {
        guard !file.isTooLong, file.bytes.count <= Self.mostBytes else { throw .tooManyBytes }
        try self.init(file.bytes)
    }

    private init(_ bytes: [UInt8]) throws(Problem) {
        let size: (width: Int, height: Int)?
        if bytes.starts(with: Self.pngSignature) {
            (kind, size) = (.png, Self.pngSize(bytes))
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            (kind, size) = (.jpeg, Self.jpegSize(bytes))
        } else {
            throw Self.isSVG(bytes) ? .svg : .otherKind
        }
        guard let size, size.width > 0, size.height > 0, bytes.suffix(kind.end.count) == kind.end[...] else {
            throw .unreadable
        }
        guard max(size.width, size.height) <= Self.mostPixels else {
            throw .tooManyPixels(width: size.width, height: size.height)
        }
        (width, height) = size
        self.bytes = bytes
    }

    /// SHA-256 of the bytes, as 64 hexadecimal digits.
    var hash: String { SHA256.hash(data: bytes).hex }

    /// PNG Specification (Third Edition) §5.2.
    private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Of the header, which is always the first chunk and 13 bytes long (PNG §11.2.1).
    private static func pngSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
        let start: [UInt8] = [0, 0, 0, 13] + Array("IHDR".utf8)
        // Its length and type, its 13 bytes and their checksum.
        guard bytes.count >= 8 + 8 + 13 + 4, bytes[8...].starts(with: start) else { return nil }
        return (number(bytes[16..<20]), number(bytes[20..<24]))
    }

    /// Of the first frame header (ITU-T T.81 §B.2.2). One that leaves its height to be told later counts as unreadable.
    private static func jpegSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
        var place = 2
        while place + 1 < bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            switch marker {
            case 0xFF: place += 1
            // Markers without anything behind them (§B.1.1.3).
            case 0x01, 0xD0...0xD7: place += 2
            // The picture itself begins, or ends, without a frame.
            case 0xD8, 0xD9, 0xDA: return nil
            default:
                guard place + 4 <= bytes.count else { return nil }
                let length = number(bytes[(place + 2)..<(place + 4)])
                // C4, C8 and CC are tables and an extension among the frames (§B.1.1.3, table B.1).
                if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                    guard length >= 8, place + 9 <= bytes.count else { return nil }
                    return (number(bytes[(place + 7)..<(place + 9)]), number(bytes[(place + 5)..<(place + 7)]))
                }
                guard length >= 2 else { return nil }
                place += 2 + length
            }
        }
        return nil
    }

    /// The highest byte first.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// Only to say what is wrong with it.
    private static func isSVG(_ bytes: [UInt8]) -> Bool {
        let start = String(decoding: bytes.prefix(4096), as: UTF8.self).lowercased()
        return start.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.first == "<" && start.contains("<svg")
    }
}
