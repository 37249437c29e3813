import Contracts
import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct DeletionTests {
    @Test func whatIsDeletedByHandIsGoneForGood() async throws {
        try await Archiving.run { archive in
            for _ in 0..<2 { try await archive.placeCall() }
            try await archive.events.waitFor("recording.archived", subjects: 2)
            let ids = try await archive.texts("SELECT call_id::text FROM recordings ORDER BY call_id")
            let call = try #require(ids.first.flatMap { CallID($0) })
            let another = AgencyID.new()
            let foreign = try await archive.ask(DeleteRecording(callID: call), of: another)
            #expect(foreign == .refused("the agency has no such call"))
            let deleted = CommandResult.done(DeleteRecording.Reply(callID: call, status: "deleted"))
            #expect(try await archive.ask(DeleteRecording(callID: call)) == deleted)
            try await archive.events.waitFor("recording.deleted")
            #expect(try await archive.ask(DeleteRecording(callID: call)) == deleted)
            let event = try #require(try await archive.events.events(of: RecordingDeleted.self).first)
            #expect(event.data == RecordingDeleted(callID: call, reason: .byHand, actor: "tester"))
            #expect(archive.files().count == 1 && !archive.files()[0].contains(call.description))
            let row = try await archive.texts(
                "SELECT concat_ws(' ', status, reason, deleted_by, object_key) FROM recordings WHERE call_id = '\(call)'"
            )
            #expect(row == ["deleted by_hand tester"])
        }
    }

    @Test func whatIsDeletedBeforeItIsFetchedIsNotFetched() async throws {
        try await Archiving.run(faults: ["recording_slow"]) { archive in
            try await archive.placeCall()
            while try await archive.faultsApplied() == 0 { try Task.checkCancellation() }
            let ids = try await archive.texts("SELECT call_id::text FROM recordings")
            let call = try #require(ids.first.flatMap { CallID($0) })
            _ = try await archive.ask(DeleteRecording(callID: call))
            try await archive.events.waitFor("recording.deleted")
            #expect(archive.files() == [])
            #expect(await archive.events.events("recording.archived").isEmpty)
        }
    }

    @Test func whatIsOlderThanTheAgencyWantsIsDeleted() async throws {
        try await Archiving.run(replicas: 2) { archive in
            for _ in 0..<3 { try await archive.placeCall() }
            try await archive.events.waitFor("recording.archived", subjects: 3)
            try await archive.system.pool.simpleQuery(
                """
                UPDATE recordings SET stored_at = now() - interval '31 days'
                WHERE call_id IN (SELECT call_id FROM recordings ORDER BY call_id LIMIT 2);
                -- Stored when its call was nobody's.
                UPDATE recordings SET agency_id = NULL WHERE call_id = (SELECT min(call_id::text)::uuid FROM recordings);
                """)
            let never = try await archive.ask(ConfigureRecordings(retentionDays: 0))
            #expect(never == .refused("recordings are kept for 1 to 36500 days, or for ever"))
            #expect(try await archive.ask(ConfigureRecordings(retentionDays: 30)) == .done(.init(version: 1)))
            try await archive.events.waitFor("recording.deleted", subjects: 2)
            #expect(archive.files().count == 1)
            let rows = try await archive.texts(
                "SELECT concat_ws(' ', status, reason) FROM recordings ORDER BY status DESC, call_id")
            #expect(rows == ["stored", "deleted retention", "deleted retention"])
            #expect(try await archive.ask(ConfigureRecordings(retentionDays: nil)) == .done(.init(version: 2)))
            let days = try await archive.texts("SELECT coalesce(retention_days::text, 'ever') FROM recording_settings")
            #expect(days == ["ever"])
        }
    }
}
