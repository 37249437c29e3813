internal import Glibc

extension IPAddress: LosslessStringConvertible {
    /// - Parameter text: dotted decimal, or IPv6 without brackets and without a zone.
    package init?(_ text: String) {
        var four = [UInt8](repeating: 0, count: 4)
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self.init(bytes: four)
            return
        }
        var sixteen = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        self.init(bytes: sixteen)
    }

    package var description: String {
        var text = [UInt8](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        let size = socklen_t(text.count)
        let written = unsafe text.withUnsafeMutableBytes { buffer in
            unsafe inet_ntop(family, bytes, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), size) != nil
        }
        return written ? String(decoding: text.prefix { $0 != 0 }, as: UTF8.self) : "?"
    }
}
