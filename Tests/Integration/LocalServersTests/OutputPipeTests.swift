import Testing

@testable import LocalServers

/// Children are started by the hundred while others' output is read, which is when ends were missed before.
@Suite(.timeLimit(.minutes(15))) struct OutputPipeTests {
    @Test func everyLineAndEveryEndArrivesWhileOthersAreStarted() async throws {
        let hosts = (0..<4).map { _ in ProcessHost() }
        try await withThrowingTaskGroup { group in
            for host in hosts {
                group.addTask {
                    for number in 0..<50 {
                        let output = try await Self.output(of: Command("/bin/echo", ["number \(number)"]), on: host)
                        #expect(output == ["number \(number)"])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Each child must be told from those that were started at the same moment, one of which stays.
    @Test func everyEndIsNoticedWhileOthersAreStarted() async throws {
        let hosts = (0..<4).map { _ in ProcessHost() }
        let stays = try await withThrowingTaskGroup { group in
            for host in hosts {
                group.addTask {
                    let stays = try await host.start(Command("/bin/sleep", ["600"]))
                    for code in 0..<50 {
                        let status = try await host.run(Command("/bin/sh", ["-c", "exit \(code)"]))
                        #expect(status == .exited(code: Int32(code)))
                    }
                    return stays
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for process in stays {
            let status = await process.stop()
            #expect(status == .signalled(signal: 15))
        }
    }

    @Test func aChildHasNoDescriptorOfOurs() async throws {
        let listing = try await Self.output(of: Command("/bin/ls", ["/proc/self/fd"]), on: ProcessHost())
        // 3 is the folder that it reads.
        #expect(listing == ["0", "1", "2", "3"])
    }

    @Test func whatCannotBeStartedSaysSo() async throws {
        let command = Command("/no/such/program", log: "/no/such/folder/log")
        await #expect(throws: LocalServerError.self) { try await ProcessHost().start(command) }
    }

    @Test func whatHasNoLineEndComesBeforeTheEnd() async throws {
        let command = Command("/bin/sh", ["-c", "printf 'one\\n\\ntwo'"])
        #expect(try await Self.output(of: command, on: ProcessHost()) == ["one", "", "two"])
    }

    @Test func bothOutputsAreRead() async throws {
        let command = Command("/bin/sh", ["-c", "echo out; echo error >&2"])
        #expect(try await Self.output(of: command, on: ProcessHost()) == ["out", "error"])
    }

    @Test func theEndWaitsForWhoeverInheritedTheOutput() async throws {
        // The shell is gone before the line comes.
        let command = Command("/bin/sh", ["-c", "(read line < /dev/null; sleep 0.1; echo late) &"])
        #expect(try await Self.output(of: command, on: ProcessHost()) == ["late"])
    }

    private static func output(of command: Command, on host: ProcessHost) async throws -> [String] {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        let process = try await host.start(command) { output in
            switch output {
            case .line(let line): continuation.yield(line)
            case .ended: continuation.finish()
            }
        }
        let all = await lines.reduce(into: [String]()) { $0.append($1) }
        await process.waitForExit()
        return all
    }
}

@Suite struct LineCutterTests {
    @Test func linesAreWholeHoweverTheyArrive() {
        let text = Array("first\nzweite Zeile ü\n\nlast".utf8)
        for size in 1...text.count {
            var cutter = LineCutter()
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                lines += cutter.take(Array(text[start..<min(start + size, text.count)]))
            }
            #expect(lines == ["first", "zweite Zeile ü", ""], "in pieces of \(size)")
            #expect(cutter.rest() == "last")
            #expect(cutter.rest() == nil)
        }
    }

    @Test func aLineWithoutAnEndDoesNotGrowForEver() {
        var cutter = LineCutter()
        let lines = cutter.take([UInt8](repeating: 0x61, count: (1 << 20) + 1))
        #expect(lines.map(\.utf8.count) == [(1 << 20) + 1])
        #expect(cutter.rest() == nil)
    }
}
