import Foundation
import Synchronization

/// Cuts what arrives into lines.
final class LineReader: Sendable {
    private let partial = Mutex(Data())
    private let receive: @Sendable (String) -> Void

    init(receive: @escaping @Sendable (String) -> Void) { self.receive = receive }

    func take(_ data: Data) {
        let lines = partial.withLock { partial in
            partial.append(data)
            var lines = partial.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            partial = lines.popLast().map { Data($0) } ?? Data()
            return lines.map { String(decoding: $0, as: UTF8.self) }
        }
        for line in lines { receive(line) }
    }
}
