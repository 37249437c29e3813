/// Pictures as far as anybody reads them who wants to know how large they are.
package enum TestPicture {
    package static func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        let header = Array("IHDR".utf8) + bytes(width) + bytes(height) + [8, 6, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + bytes(13) + header + bytes(0) + bytes(0)
            + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
    }

    /// - Parameter before: segments in front of the frame.
    package static func jpeg(_ width: UInt16, _ height: UInt16, frame: UInt8 = 0xC0, before: [UInt8] = []) -> [UInt8] {
        let size = bytes(UInt32(height)).suffix(2) + bytes(UInt32(width)).suffix(2)
        return [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8)) + before
            + segment(frame, [8] + size + [1, 1, 0x11, 0]) + [0xFF, 0xD9]
    }

    package static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker] + bytes(UInt32(content.count + 2)).suffix(2) + content
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
