import Foundation
import Messaging
import Testing

/// Where messages go, against the golden files, which are all that there are.
@Suite struct EventTopologyTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/contracts")

    /// A command that no queue takes would be sent to nobody.
    @Test func everyCommandHasOneServiceThatTakesIt() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.golden.path)
        let commands = files.compactMap { $0.wholeMatch(of: /command\.(.+)\.v\d+\.json/).map { String($0.1) } }
        let taken = EventTopology.commandSubscriptions.values.flatMap(\.self)
        #expect(commands.count > 20 && Set(taken) == Set(commands))
        #expect(Set(taken).count == taken.count)
    }
}
