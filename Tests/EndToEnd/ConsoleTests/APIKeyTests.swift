import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What an Idempotency-Key makes of a request that comes again.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APIKeyTests {
    private static let key = [("idempotency-key", "once")]

    @Test func aLeadIsAddedOnceUnderOneKey() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let new = #"{"name": "Rosa Ruiz", "email": "rosa@example.com"}"#
            let first = try await owner.post("/leads", new, headers: Self.key)
            #expect(first.status == 201, "\(first.text)")
            let id = try #require(first.object["id"] as? String)
            let again = try await owner.post("/leads", new, headers: Self.key)
            #expect(again.status == 201 && again.body == first.body)
            #expect(again.headers["location"] == "/api/v1/leads/\(id)")
            let other = try await owner.post("/leads", #"{"name": "Ines"}"#, headers: Self.key)
            #expect(other.status == 422 && other.text.contains("idempotency-key-reused"))
            let elsewhere = try await owner.post("/leads/\(id)/call", "{}", headers: Self.key)
            #expect(elsewhere.status == 422 && elsewhere.isProblem)
            // Another token has keys of its own.
            let second = try await console.program(of: .owner)
            let another = try await second.post("/leads", new, headers: Self.key)
            #expect(another.status == 201 && another.object["id"] as? String != id)
            let count = try await console.system.pool.execute(CountRows(what: "lead")).first
            #expect(count == 2)
        }
    }

    @Test func theSameRequestAtOnceIsOneLead() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let new = #"{"name": "Rosa Ruiz", "phone": "+34612555018"}"#
            let answers = try await withThrowingTaskGroup(of: APIClient.Answer.self) { group in
                for _ in 1...6 { group.addTask { try await owner.post("/leads", new, headers: Self.key) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 }, "\(answers.map(\.status))")
            #expect(Set(answers.compactMap { $0.object["id"] as? String }).count == 1)
            let count = try await console.system.pool.execute(CountRows(what: "lead")).first
            #expect(count == 1)
            // Without the key it is somebody whose number is known.
            let known = try await owner.post("/leads", new)
            #expect(known.status == 409)
        }
    }

    @Test func aNoteIsWrittenOnceUnderOneKey() async throws {
        try await Consoling.run { console in
            let call = "0c000000-0000-4000-8000-000000000001"
            try await console.addCall(call)
            let bea = try await console.program(of: .bea)
            let path = "/calls/\(call)/notes"
            let first = try await bea.post(path, #"{"text": "Call back"}"#, headers: Self.key)
            let again = try await bea.post(path, #"{"text": "Call back"}"#, headers: Self.key)
            #expect(first.status == 201 && again.status == 201, "\(again.text)")
            #expect(first.body == again.body)
            let other = try await bea.post(path, #"{"text": "Do not"}"#, headers: Self.key)
            #expect(other.status == 422 && other.text.contains("idempotency-key-reused"))
            let without = try await bea.post(path, #"{"text": "Call back"}"#)
            #expect(without.status == 201)
            let count = try await console.system.pool.execute(CountRows(what: "note")).first
            #expect(count == 2)
            let stranger = try await console.program(of: .otherOwner)
            let hidden = try await stranger.post(path, #"{"text": "x"}"#, headers: Self.key)
            #expect(hidden.status == 404)
        }
    }
}

/// What came by the API, as the audit log has it: what was done once is noted once.
private struct CountRows: PostgresStatement {
    static let sql = """
        SELECT count(*) FROM audit_log WHERE detail ->> 'via' = 'api'
            AND action = CASE $1 WHEN 'lead' THEN 'lead.added' ELSE 'call.note_added' END
        """

    var what: String
    var parameters: [PostgresParameter] { [.init(what)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}
