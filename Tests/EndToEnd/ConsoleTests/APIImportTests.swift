import Deadlines
import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// A file of leads by the JSON API, from its bytes to leads.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct APIImportTests {
    private static let file = """
        Name,Phone,Language
        Rosa Ruiz,+34612555018,es
        Nobody,12,en
        Rosa again,+34612555018,es
        Nora,+34612555019,xx

        """

    private func send(_ program: APIClient, _ query: String = "source=Fair&country=ES") async throws -> APIClient.Answer
    {
        try await program.send(.post, "/api/v1/lead-imports?\(query)", json: Self.file, type: "text/csv")
    }

    private func waiting(
        for state: String, _ program: APIClient, _ id: String
    ) async throws -> APIClient.Answer {
        try await withDeadline(.seconds(120)) {
            while true {
                let answer = try await program.get("/lead-imports/\(id)")
                if answer.object["state"] as? String == state { return answer }
            }
        }
    }

    @Test func aFileBecomesLeadsWhenSomebodySaysSo() async throws {
        try await Consoling.run(settings: ["API_RATE_LIMIT": "100000"]) { console in
            let owner = try await console.program(of: .owner)
            let sent = try await send(owner, "source=Fair&country=ES&file_name=..%2Ffair.csv")
            #expect(sent.status == 201, "\(sent.text)")
            let id = try #require(sent.object["id"] as? String)
            #expect(sent.headers["location"] == "/api/v1/lead-imports/\(id)")
            #expect(sent.object["state"] as? String == "uploaded" && sent.object["file_name"] as? String == "fair.csv")
            #expect(sent.object["columns"] as? [String] == ["name", "phone", "language"])
            let early = try await owner.post("/lead-imports/\(id)/start", #"{"known": "skip", "calls": false}"#)
            #expect(early.status == 409 && early.isProblem)
            let few = try await owner.send(
                .put, "/api/v1/lead-imports/\(id)/columns", json: #"{"columns": ["name"]}"#)
            #expect(few.status == 422 && few.text.contains(##""pointer":"#/columns""##))
            let noPhone = try await owner.send(
                .put, "/api/v1/lead-imports/\(id)/columns", json: #"{"columns": ["name", "ignore", "ignore"]}"#)
            #expect(noPhone.status == 422 && noPhone.isProblem)
            let named = try await owner.send(
                .put, "/api/v1/lead-imports/\(id)/columns", json: #"{"columns": ["name", "phone", "language"]}"#)
            #expect(named.status == 202, "\(named.text)")
            let checked = try await waiting(for: "checked", owner, id)
            #expect(checked.object["good_rows"] as? Int == 2 && checked.object["refused_rows"] as? Int == 1)
            var (lines, cursor): ([Int], String?) = ([], nil)
            repeat {
                let page = try await owner.get(
                    "/lead-imports/\(id)/problems?limit=1" + (cursor.map { "&cursor=\($0)" } ?? ""))
                #expect(page.status == 200, "\(page.text)")
                lines += page.data.compactMap { $0["line"] as? Int }
                cursor = page.object["next_cursor"] as? String
            } while cursor != nil && lines.count < 10
            #expect(lines == [3, 4, 5])
            let start = #"{"known": "skip", "calls": false}"#
            let started = try await owner.post("/lead-imports/\(id)/start", start)
            let again = try await owner.post("/lead-imports/\(id)/start", start)
            #expect(started.status == 202 && again.status == 202, "\(started.text)")
            let done = try await waiting(for: "done", owner, id)
            #expect(done.object["created"] as? Int == 2)
            let log = try await DatabaseQuestions(console.system).texts(
                "SELECT action FROM audit_log WHERE subject_id = '\(id)' AND detail ->> 'via' = 'api' ORDER BY at, id")
            #expect(log == ["leads.uploaded", "leads.import_columns", "leads.imported"])
            let late = try await owner.post("/lead-imports/\(id)/cancel")
            #expect(late.status == 409 && late.isProblem)
        }
    }

    @Test func whatIsNoFileIsRefused() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let noSource = try await send(owner, "country=ES")
            #expect(noSource.status == 400 && noSource.text.contains(#""parameter":"source""#))
            let nowhere = try await send(owner, "source=Fair&country=XX&consent=express")
            #expect(nowhere.status == 400 && nowhere.text.contains(#""parameter":"country""#))
            #expect(nowhere.text.contains(#""parameter":"statement""#))
            let json = try await owner.post("/lead-imports?source=Fair", "{}")
            #expect(json.status == 415 && json.isProblem)
            let empty = try await owner.send(
                .post, "/api/v1/lead-imports?source=Fair", json: "", type: "text/csv")
            #expect(empty.status == 422 && empty.isProblem, "\(empty.status)")
            let cursor = try await owner.get("/lead-imports?cursor=crafted")
            #expect(cursor.status == 400)
        }
    }

    @Test func filesAreForTheAgencysOwners() async throws {
        try await Consoling.run { console in
            let owner = try await console.program(of: .owner)
            let sent = try await send(owner)
            let id = try #require(sent.object["id"] as? String)
            for (person, status) in [(Person.bea, 403), (.otherOwner, 404)] {
                let program = try await console.program(of: person)
                let answers = [
                    try await program.get("/lead-imports/\(id)"), try await program.get("/lead-imports/\(id)/problems"),
                    try await program.send(
                        .put, "/api/v1/lead-imports/\(id)/columns", json: #"{"columns": ["phone"]}"#),
                    try await program.post("/lead-imports/\(id)/start", #"{"known": "skip", "calls": false}"#),
                    try await program.post("/lead-imports/\(id)/cancel"),
                ]
                #expect(answers.allSatisfy { $0.status == status && $0.isProblem }, "\(answers.map(\.status))")
            }
            let cancelled = try await owner.post("/lead-imports/\(id)/cancel")
            let again = try await owner.post("/lead-imports/\(id)/cancel")
            #expect(cancelled.status == 200 && again.status == 200)
            #expect(again.object["state"] as? String == "cancelled")
        }
    }
}
