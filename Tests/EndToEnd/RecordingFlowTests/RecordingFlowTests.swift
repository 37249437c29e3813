import Contracts
import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// From the end of a call to its audio in the store, with the real executables.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct RecordingFlowTests {
    @Test func everyCallIsStoredOnceByTwoReplicas() async throws {
        let calls = 30
        try await Archiving.run(replicas: 2) { archive in
            for _ in 0..<calls { try await archive.placeCall() }
            try await archive.events.waitFor("recording.archived", subjects: calls)
            #expect(await archive.events.events("recording.archived").count == calls)
            #expect(try await archive.outcomes() == Array(repeating: "stored link after 1", count: calls))
            let files = archive.files()
            let keys = try await archive.texts("SELECT object_key FROM recordings ORDER BY object_key")
            #expect(files == keys && files.count == calls)
            let wrong = try await archive.texts(
                """
                SELECT call_id::text FROM recordings WHERE content_type <> 'audio/wav' OR duration_seconds IS NULL
                    OR abs(bytes - 44 - duration_seconds * 16000) > 2 OR octet_length(sha256) <> 32
                    OR agency_id <> '\(TestAgency.id)' OR due_at < 'infinity'
                """)
            #expect(wrong == [])
            let first = try #require(files.first)
            let file = try #require(FileManager.default.contents(atPath: "\(archive.system.recordings)/\(first)"))
            let size = try await archive.texts("SELECT bytes::text FROM recordings WHERE object_key = '\(first)'")
            #expect(size == ["\(file.count)"] && file.starts(with: Data("RIFF".utf8)))
        }
    }

    @Test func aLinkThatHasExpiredIsReplacedByTheAPIs() async throws {
        try await Archiving.run(faults: ["recording_expired"]) { archive in
            try await archive.placeCall()
            try await archive.events.waitFor("recording.archived")
            #expect(try await archive.outcomes() == ["stored api after 1"])
        }
    }

    @Test func whereEvenFreshLinksAreRefusedTheAPISendsToTheAudio() async throws {
        // The report's link, and the two of the call.
        try await Archiving.run(faults: ["recording_expired", "recording_missing", "recording_expired"]) { archive in
            try await archive.placeCall()
            try await archive.events.waitFor("recording.archived")
            #expect(try await archive.outcomes() == ["stored api after 1"])
        }
    }

    @Test func aPageInsteadOfAudioIsNotKept() async throws {
        try await Archiving.run(faults: ["recording_wrong_type"]) { archive in
            try await archive.placeCall()
            try await archive.events.waitFor("recording.archived")
            #expect(try await archive.outcomes() == ["stored api after 1"])
            #expect(try await archive.texts("SELECT content_type FROM recordings") == ["audio/wav"])
        }
    }

    @Test func whatIsTooLargeIsGivenUpWithItsReason() async throws {
        try await Archiving.run(faults: ["recording_too_large"]) { archive in
            try await archive.placeCall()
            try await archive.events.waitFor("recording.failed")
            let event = try #require(try await archive.events.events(of: RecordingFailed.self).first)
            #expect(event.data.reason == .tooLarge && event.data.attempts == 1)
            #expect(try await archive.outcomes() == ["failed too_large after 1"])
            #expect(archive.files() == [])
        }
    }

    @Test func whatBreaksOffIsFetchedAgain() async throws {
        try await Archiving.run(faults: ["recording_broken", "recording_broken"]) { archive in
            try await archive.placeCall()
            try await archive.events.waitFor("recording.archived")
            #expect(try await archive.outcomes() == ["stored link after 3"])
            #expect(archive.files().count == 1)
        }
    }

    @Test func aCallThatNobodyAnsweredHasNone() async throws {
        try await Archiving.run { archive in
            try await archive.placeCall("no_answer")
            try await archive.until("EXISTS (SELECT FROM recordings WHERE status = 'absent')")
            #expect(try await archive.outcomes() == ["absent nobody_answered after 0"])
        }
    }

    @Test func aCallThatTheProviderForgotIsSaidToBeGone() async throws {
        try await Archiving.run(faults: ["recording_expired"]) { archive in
            try await archive.simulateCall()
            try await archive.events.waitFor("recording.failed")
            #expect(try await archive.outcomes() == ["failed gone_at_provider after 1"])
        }
    }

    @Test func whoIsKilledInTheMiddleIsReplaced() async throws {
        try await Archiving.run(faults: ["recording_slow"], replicas: 2) { archive in
            try await archive.placeCall()
            while try await archive.faultsApplied() == 0 { try Task.checkCancellation() }
            // One of them is at it.
            for replica in ["recording-archive", "recording-archive#2"] { await archive.system.kill(replica) }
            try await archive.system.start("recording-archive#2")
            try await archive.events.waitFor("recording.archived")
            #expect(try await archive.outcomes() == ["stored link after 2"])
            #expect(archive.files().count == 1)
            #expect(await archive.events.events("recording.archived").count == 1)
        }
    }

    @Test func aStoreThatIsAwayCostsNothing() async throws {
        try await Archiving.run(settings: ["RECORDING_MAX_BYTES": "1000000"]) { archive in
            // A file where the folder should be.
            let folder = archive.system.recordings
            try? FileManager.default.removeItem(atPath: folder)
            try Data().write(to: URL(fileURLWithPath: folder))
            try await archive.placeCall()
            try await archive.until("EXISTS (SELECT FROM recordings WHERE reason = 'store_away')")
            let health = try await archive.system.http.send(
                HTTPRequest(url: archive.system.healthURL("recording-archive", "/health/ready")))
            #expect(health.status == 503 && String(decoding: health.body, as: UTF8.self).contains("\"store\""))
            try FileManager.default.removeItem(atPath: folder)
            try await archive.events.waitFor("recording.archived")
            #expect(try await archive.outcomes() == ["stored link after 1"])
            try await archive.system.waitUntilReady("recording-archive")
        }
    }
}
