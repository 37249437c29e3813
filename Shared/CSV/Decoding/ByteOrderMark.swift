/// What the first bytes of a file tell about its encoding (Unicode 16, section 23.8).
struct ByteOrderMark {
    let encoding: CSVTextEncoding
    let length: Int

    init?(of bytes: ArraySlice<UInt8>) {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
            (encoding, length) = (.utf8, 3)
        } else if bytes.starts(with: [0xff, 0xfe]) {
            (encoding, length) = (.utf16LittleEndian, 2)
        } else if bytes.starts(with: [0xfe, 0xff]) {
            (encoding, length) = (.utf16BigEndian, 2)
        } else {
            return nil
        }
    }

    /// Which UTF-16 it is without a mark: delimiters, line ends and digits have a zero byte always on the same side.
    static func unmarkedUTF16(_ bytes: ArraySlice<UInt8>) -> CSVTextEncoding? {
        var zeros = (even: 0, odd: 0)
        let looked = bytes.prefix(4096)
        for (offset, byte) in looked.enumerated() where byte == 0 {
            if offset.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let pairs = looked.count / 2
        // Text in letters of the East has few of them; a binary file has them on both sides.
        if pairs > 0, zeros.odd * 8 >= pairs, zeros.even * 16 <= zeros.odd { return .utf16LittleEndian }
        if pairs > 0, zeros.even * 8 >= pairs, zeros.odd * 16 <= zeros.even { return .utf16BigEndian }
        return nil
    }
}
