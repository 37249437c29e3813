import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct RecordingTests {
    private static let key: HTTPHeaders = ["authorization": "Bearer vapi_sandbox"]
    private static let order =
        #"{"assistantId":"asst_1","phoneNumberId":"pn_1","customer":{"number":"+15125550100"}}"#

    /// What follows the host.
    private static func path(_ link: JSON?) throws -> String {
        let url = try #require(link?.string)
        return "/" + url.split(separator: "/", maxSplits: 2).dropFirst(2).joined()
    }

    /// A call that has been played, as `GET /call/{id}` shows it.
    private static func played(_ sandbox: SandboxUnderTest, _ outcome: String = "talks") async throws -> JSON {
        let placed = try await sandbox.send(.post, "/vapi/call?outcome=\(outcome)", headers: key, body: order)
        let id = try #require(placed.json["id"]?.string)
        while true {
            let call = try await sandbox.send(.get, "/vapi/call/\(id)", headers: key).json
            if call["artifact"] != nil { return call }
        }
    }

    private static func configuration(_ kinds: String...) throws -> Sandbox.Configuration {
        var configuration = Sandbox.Configuration()
        configuration.callDuration = .zero
        // Nobody listens there.
        configuration.vapiServerURL = "http://127.0.0.1:1"
        for kind in kinds {
            try configuration.faults.add(["provider": "vapi", "kind": .string(kind), "count": 1])
        }
        return configuration
    }

    @Test func theLinkOfAReportLeadsToAudioAsLongAsTheCall() async throws {
        try await withSandbox { (sandbox) async throws in
            let report = try await sandbox.send(.get, "/sample-report.json").json
            let seconds = try #require(report.at("message", "durationSeconds")?.double)
            let link = try Self.path(report.at("message", "artifact", "recordingUrl"))
            let audio = try await sandbox.send(.get, link)
            #expect(audio.status == 200 && audio.headers["content-type"] == "audio/wav")
            #expect(String(decoding: audio.body.prefix(4), as: UTF8.self) == "RIFF")
            // 8000 samples a second of two bytes.
            #expect(abs(Double(audio.body.count - 44) / 16_000 - seconds) < 0.01)
            let again = try await sandbox.send(.get, link)
            #expect(again.body == audio.body)
            let head = try await sandbox.send(.head, link)
            #expect(head.headers["content-length"] == "\(audio.body.count)" && head.body.isEmpty)
            for (track, channels) in [("stereoRecordingUrl", 2), ("presignedMonoUrl", 1), ("presignedStereoUrl", 2)] {
                let other = try await sandbox.send(.get, try Self.path(report.at("message", "artifact", track)))
                #expect(other.status == 200 && Int(other.body[22]) == channels)
            }
        }
    }

    @Test(arguments: [
        ("bytes=0-99", 0, 100), ("bytes=44-", 44, nil), ("bytes=-10", -10, 10), ("bytes=100-9999999", 100, nil),
    ])
    func aPartIsAPartOfTheWhole(_ range: String, _ first: Int, _ count: Int?) async throws {
        try await withSandbox { (sandbox) async throws in
            let report = try await sandbox.send(.get, "/sample-report.json?outcome=voicemail").json
            let link = try Self.path(report.at("message", "artifact", "recordingUrl"))
            let whole = try await sandbox.send(.get, link).body
            let part = try await sandbox.send(.get, link, headers: ["range": range])
            let begin = first < 0 ? whole.count + first : first
            #expect(part.status == 206)
            #expect(part.body == Array(whole[begin...].prefix(count ?? .max)))
            let end = begin + part.body.count - 1
            #expect(part.headers["content-range"] == "bytes \(begin)-\(end)/\(whole.count)")
            let beyond = try await sandbox.send(.get, link, headers: ["range": "bytes=\(whole.count)-"])
            #expect(beyond.status == 416)
        }
    }

    @Test func aLinkEndsAndAFreshOneIsHadFromTheCall() async throws {
        let time = MovedTime()
        try await withSandbox(try Self.configuration(), ambient: time.ambient) { (sandbox) async throws in
            let call = try await Self.played(sandbox)
            let old = try Self.path(call.at("artifact", "recordingUrl"))
            #expect(try await sandbox.send(.get, old).status == 200)
            #expect(try await sandbox.send(.get, old.replacing("mono", with: "stereo")).status == 403)
            #expect(try await sandbox.send(.get, old.replacing("expires=1", with: "expires=2")).status == 403)
            time.move(by: 3600)
            #expect(try await sandbox.send(.get, old).status == 403)
            let id = try #require(call["id"]?.string)
            let fresh = try await sandbox.send(.get, "/vapi/call/\(id)", headers: Self.key).json
            #expect(try await sandbox.send(.get, try Self.path(fresh.at("artifact", "recordingUrl"))).status == 200)
        }
    }

    @Test func theAPISendsToTheAudioWithTheKeyOnly() async throws {
        try await withSandbox(try Self.configuration(), ambient: MovedTime().ambient) { (sandbox) async throws in
            let id = try #require(try await Self.played(sandbox)["id"]?.string)
            let path = "/vapi/call/\(id)/mono-recording"
            #expect(try await sandbox.send(.get, path).status == 401)
            let sent = try await sandbox.send(.get, path, headers: Self.key)
            #expect(sent.status == 302)
            let location = try Self.path(sent.headers["location"].map { .string($0) })
            #expect(try await sandbox.send(.get, location).status == 200)
            #expect(try await sandbox.send(.get, "/vapi/call/x/mono-recording", headers: Self.key).status == 404)
            let silent = try #require(try await Self.played(sandbox, "busy")["id"]?.string)
            let none = try await sandbox.send(.get, "/vapi/call/\(silent)/mono-recording", headers: Self.key)
            #expect(none.status == 404)
        }
    }

    @Test func faultsHitTheAudioAndNothingElse() async throws {
        let configuration = try Self.configuration(
            "recording_expired", "recording_missing", "recording_wrong_type", "recording_broken", "recording_too_large",
            "recording_slow")
        try await withSandbox(configuration, ambient: MovedTime().ambient) { (sandbox) async throws in
            let link = try Self.path(try await Self.played(sandbox).at("artifact", "recordingUrl"))
            #expect(try await sandbox.send(.get, link).status == 403)
            #expect(try await sandbox.send(.get, link).status == 404)
            let page = try await sandbox.send(.get, link)
            #expect(page.status == 200 && page.headers["content-type"] == "text/html")
            let broken = await #expect(throws: HTTPClientError.self) { try await sandbox.readOnce(link, [:]) }
            #expect(broken?.code == .connectionLost)
            let large = await #expect(throws: HTTPClientError.self) { try await sandbox.readOnce(link, [:]) }
            #expect(large?.code == .responseTooLarge)
            #expect(try await sandbox.send(.get, link).status == 200)
        }
    }
}
