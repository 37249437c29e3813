import LenientJSON
import Testing

@Suite struct JSONPropertyTests {
    @Test func whatIsWrittenIsReadBack() throws {
        var random = SeededRandom()
        for _ in 0..<500 {
            let value = Value.random(depth: 5, &random)
            let text = value.written(&random)
            let document = try JSONDocument(parsing: Array(text.utf8))
            #expect(value.matches(document.root), "seed \(random.seed): \(text)")
            #expect(document.redacted(keys: []) == Array(text.utf8), "seed \(random.seed)")
        }
    }

    /// Whatever comes, it is parsed or refused; and what is parsed can be read from end to end.
    @Test func damagedBytesAreNeverFatal() {
        var random = SeededRandom()
        var refused = 0
        for round in 0..<3000 {
            var bytes = Array(Value.random(depth: 4, &random).written(&random).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes, &random) }
            guard let document = try? JSONDocument(parsing: bytes) else {
                refused += 1
                continue
            }
            let again = document.redacted { _, _ in Bool.random(using: &random) }
            #expect((try? JSONDocument(parsing: again)) != nil, "seed \(random.seed), round \(round)")
            #expect(walk(document.root) > 0)
        }
        #expect(refused > 0 && refused < 3000, "seed \(random.seed)")
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = Int.random(in: 0..<max(bytes.count, 1), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1 where !bytes.isEmpty: bytes.remove(at: place)
        case 2: bytes.removeLast(bytes.count - min(place, bytes.count))
        default: bytes.insert("[]{},:\"\\0-e ".utf8.randomElement(using: &random) ?? 0, at: min(place, bytes.count))
        }
    }

    private func walk(_ node: JSONNode) -> Int {
        _ = (node.string, node.number, node.lenientNumber, node.int, node.bool, node.nonEmptyString, node["a"], node[1])
        let elements = node.elements.reduce(0) { $0 + walk($1) }
        return node.members.reduce(1 + elements) { $0 + walk($1.value) } + node.rawBytes.count
    }
}

/// SplitMix64 with a seed that can be put back.
struct SeededRandom: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64 = .random(in: 0...UInt64.max)) {
        self.seed = seed
        state = seed
        print("seed \(seed)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
