/// A size as people read it: `3.9 MB`, `22 kB`, `380 B`.
struct ByteSize: Sendable {
    let text: String

    init(_ bytes: Int) {
        text =
            switch bytes {
            case ..<1000: "\(bytes) B"
            case ..<1_000_000: "\((bytes + 500) / 1000) kB"
            default: "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
            }
    }
}
