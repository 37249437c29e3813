import Contracts
import Foundation
import TestSupport
import Testing

@testable import WebhookIngest

/// Bodies that Vapi, or people testing against it, really posted; `index.csv` says what each must become.
@Suite(.needsSharedMaterial) struct VapiSampleTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var row: [String: String]
        var testDescription: String { row["file"] ?? "" }
        subscript(_ column: String) -> String { row[column] ?? "" }
        var isYes: (String) -> Bool { { row[$0] == "yes" } }

        var body: [UInt8] {
            get throws { try Array(SharedMaterial.data("samples/vapi/\(self["file"])")) }
        }
    }

    static let samples: [Sample] = {
        guard let data = try? SharedMaterial.data("samples/vapi/index.csv") else { return [] }
        return readCSV(String(decoding: data, as: UTF8.self)).map(Sample.init)
    }()

    static let ended = samples.filter { $0["type"] == "end-of-call-report" || $0["file"].hasPrefix("001") }
    static let tools = samples.filter { $0["type"] == "tool-calls" }

    @Test func thereAreSamples() {
        #expect(Self.samples.count >= 26)
        #expect(Self.ended.count == 10)
    }

    @Test(arguments: samples)
    func typeAndCallAreRead(_ sample: Sample) throws {
        let message = try VapiMessage(parsing: sample.body)
        // One body is the answer of GET /call, which is no message.
        if sample["type"] != "GET-call-object" { #expect(message.type == sample["type"]) }
        if sample["type"] != "GET-call-object" { #expect((message.callID ?? "") == sample["call_id"]) }
    }

    @Test(arguments: ended)
    func aReportBecomesTheRightCall(_ sample: Sample) throws {
        let facts = try #require(try VapiMessage(parsing: sample.body).facts)
        let (call, _) = CallRecord.new(id: .new(), from: facts, at: Date())
        let status = sample["expected_status"].split(separator: " ").first.map(String.init)
        #expect(call.status.rawValue == status)
        #expect((call.endedReason ?? "") == sample["ended_reason"])
        #expect((call.recordingURL != nil) == sample.isYes("recording_url_present"))
        #expect((call.summary != nil) == sample.isYes("summary_present"))
        #expect((call.transcript != nil) == sample.isYes("transcript_present"))
        #expect((call.customerNumber ?? "") == sample["customer_number"])
        if let seconds = Double(sample["duration_seconds"]) {
            #expect(call.durationSeconds == Int32(seconds.rounded()))
        }
    }

    @Test(arguments: ended)
    func ownMetadataIsKept(_ sample: Sample) throws {
        let facts = try #require(try VapiMessage(parsing: sample.body).facts)
        let kept = try #require(try JSONSerialization.jsonObject(with: Data(facts.metadata.utf8)) as? [String: Any])
        guard !sample["own_metadata"].isEmpty else { return }
        let expected = try JSONSerialization.jsonObject(with: Data(sample["own_metadata"].utf8)) as? [String: String]
        #expect(kept["metadata"] as? [String: String] == expected)
    }

    @Test func progressIsRead() throws {
        let running = Self.samples.filter { $0["expected_status"].contains("in-progress") }
        #expect(running.count == 2)
        for sample in running {
            let facts = try #require(try VapiMessage(parsing: sample.body).facts)
            #expect(facts.stage == .progress(.inProgress))
        }
    }

    @Test(arguments: tools)
    func everyToolCallIsAnsweredByItsID(_ sample: Sample) throws {
        let calls = ToolCall.all(in: try VapiMessage(parsing: sample.body).message)
        #expect(calls.map(\.id) == sample["tool_call_ids"].split(separator: ";").map(String.init))
        #expect(calls.allSatisfy { $0.name != nil })
    }

    @Test(arguments: samples)
    func secretsAreNotKept(_ sample: Sample) throws {
        let kept = try VapiMessage(parsing: sample.body).withoutSecrets
        let text = String(decoding: kept, as: UTF8.self)
        // The samples' own secrets are masked with this word.
        #expect(!text.contains("\"secret\": \"REDACTED\""))
        #expect((try? JSONSerialization.jsonObject(with: Data(kept))) != nil)
    }
}

/// The mapping of every ended reason that was ever published.
@Suite(.needsSharedMaterial) struct EndedReasonListTests {
    @Test func everyPublishedReasonIsMapped() throws {
        let text = String(decoding: try SharedMaterial.data("reference/vapi-ended-reasons.csv"), as: UTF8.self)
        let rows = readCSV(text)
        #expect(rows.count == 675)
        for row in rows {
            let reason = row["reason"] ?? ""
            let result = EndedReason(reason)
            #expect(result.status.rawValue == row["status"], "\(reason)")
            #expect(result.retryable == (row["retryable"] == "yes"), "\(reason)")
        }
    }
}
