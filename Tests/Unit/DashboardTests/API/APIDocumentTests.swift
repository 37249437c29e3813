import Contracts
import Foundation
import Hummingbird
import Postgres
import TestSupport
import Testing

@testable import Dashboard

/// What is said about the API, and what it does, are the same.
@Suite struct APIDocumentTests {
    private let table: APITable
    private let document: [String: Any]
    private let bytes: Data

    init() throws {
        table = try IdleConsole.table()
        let description = table.operations.first { $0.id == "getDescription" }
        let response = try #require(try description?.openAnswer?())
        #expect(response.status == .ok)
        bytes = Data(APIDocument(operations: table.operations).json.json.utf8)
        document = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    private var paths: [String: [String: Any]] { document["paths"] as? [String: [String: Any]] ?? [:] }

    /// `GET /calls/{id}`
    private var described: Set<String> {
        Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
    }

    @Test func everyRouteIsDescribedAndTheReverse() throws {
        let router = Router(context: ConsoleContext.self)
        API(
            console: try IdleConsole.make(), publicURL: "http://127.0.0.1",
            webhooksURL: "http://127.0.0.1",
            perMinute: 600
        ).add(to: router)
        let routes = Set(
            router.routes.filter { $0.method != .head }.map { route in
                let parts = "\(route.path)".split(separator: "/").dropFirst(2).map { part -> String in
                    if part.hasPrefix(":") { return "{\(part.dropFirst())}" }
                    return String(part)
                }
                return "\(route.method.rawValue) /\(parts.joined(separator: "/"))"
            })
        #expect(routes == described)
        #expect(described.count == table.operations.count)
    }

    @Test func operationsAreToldApart() {
        let ids = table.operations.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(table.operations.map { "\($0.method) \($0.path)" }).count == ids.count)
    }

    @Test func everyReferenceLeadsSomewhere() {
        var references: [String] = []
        func walk(_ value: Any) {
            if let object = value as? [String: Any] {
                if let reference = object["$ref"] as? String { references.append(reference) }
                for member in object.values { walk(member) }
            } else if let array = value as? [Any] {
                for element in array { walk(element) }
            }
        }
        walk(document)
        #expect(references.count > 100)
        for reference in Set(references) {
            var place: Any? = document
            for name in reference.dropFirst(2).split(separator: "/") {
                place = (place as? [String: Any])?[String(name)]
            }
            #expect(place is [String: Any], "\(reference)")
        }
    }

    @Test func aNameMeansOneThing() {
        var definitions: [String: String] = [:]
        for operation in table.operations {
            var schemas = operation.body?.named ?? []
            if case .json(let schema) = operation.content { schemas += schema.named }
            for schema in schemas {
                let definition = schema.definition.json
                #expect(definitions[schema.name ?? "", default: definition] == definition, "\(schema.name ?? "")")
                definitions[schema.name ?? ""] = definition
            }
        }
    }

    @Test func everyOperationSaysWhatItNeedsAndAnswers() throws {
        for operation in table.operations {
            let item = try #require(
                paths[operation.path]?[operation.method.rawValue.lowercased()] as? [String: Any], "\(operation.id)")
            let responses = try #require(item["responses"] as? [String: Any])
            #expect(responses["\(operation.status.code)"] != nil, "\(operation.id)")
            #expect((responses["401"] != nil) == operation.needsToken, "\(operation.id)")
            let hasBody = operation.body != nil || operation.rawBody != nil
            #expect((item["requestBody"] != nil) == hasBody, "\(operation.id)")
            let parameters = item["parameters"] as? [[String: Any]] ?? []
            let inPath = parameters.filter { $0["in"] as? String == "path" }.compactMap { $0["name"] as? String }
            #expect(inPath == operation.pathParameters, "\(operation.id)")
        }
    }

    private func responses(_ path: String, _ method: String) throws -> [String: Any] {
        let item = try #require(paths[path]?[method] as? [String: Any])
        return try #require(item["responses"] as? [String: Any])
    }

    @Test func onlyWhatIsAnsweredIsDescribed() throws {
        let booking = try responses("/appointments", "post")
        #expect(booking["200"] != nil && booking["201"] != nil && booking["404"] != nil)
        let known = (booking["200"] as? [String: Any])?["content"] as? [String: Any]
        #expect(known?["application/json"] != nil)
        let file = try responses("/exports/{id}/calls.csv", "get")
        #expect(file["200"] != nil && file["206"] == nil && file["304"] == nil)
        let recording = try responses("/calls/{id}/recording", "get")
        #expect(["200", "206", "304", "416"].allSatisfy { recording[$0] != nil })
        let preferences = try responses("/agents/{id}/notifications", "get")
        #expect(preferences["500"] != nil)
    }

    /// calendar-sync looks for no more.
    @Test func noMoreTimesAreOfferedThanAreLookedFor() throws {
        let slots = try #require(table.operations.first { $0.id == "findSlots" })
        #expect(slots.query.first { $0.name == "limit" }?.schema.range == 1...50)
    }

    @Test func onlyTheDescriptionIsForEverybody() {
        #expect(table.operations.filter { !$0.needsToken }.map(\.id) == ["getDescription"])
    }

    @Test func whatIsSentIsAsDescribed() throws {
        let schema = try OpenAPISchema(description: bytes)
        let (viewer, now) = (Self.viewer, Date(timeIntervalSince1970: 1_772_546_400.123))
        let examples: [(String, JSONValue)] = [
            ("Me", MeResource.me.json(viewer)), ("Call", CallResources.detail.json(Self.call(now))),
            (
                "CallNote",
                CallResources.note.json(
                    .init(id: UUID(), accountID: UUID(), author: "Olga", body: "<b>", createdAt: now))
            ),
            (
                "PlannedCall",
                CallResources.placed.json(
                    PlannedCall(retryID: .new(), leadID: .new(), status: "pending", scheduledAt: now, reason: nil))
            ),
            (
                "Availability",
                AppointmentResources.availability.json(
                    .init(
                        slots: [Slot(startsAt: now, endsAt: now + 1800, agentID: .new(), agentName: "Bea")],
                        problem: nil))
            ),
            ("Settings", SettingsResource.settings.json(Self.settings)),
            (
                "Problem",
                APIProblem.invalid("at", "is missing").json(instance: "/api/v1/appointments")
            ),
        ]
        for (name, value) in examples {
            let problems = try schema.problems(of: Data(value.json.utf8), as: name)
            #expect(problems.isEmpty, "\(name): \(problems)")
        }
    }

    @Test func aPageSaysWhereTheNextBegins() throws {
        let notes = (0..<3).map { number in
            ListCallNotes.Note(
                id: UUID(), accountID: UUID(), author: "Olga", body: "\(number)",
                createdAt: Date(timeIntervalSince1970: Double(number)))
        }
        let resource = CallResources.note.page
        let cut = APIPage(notes, limit: 2) { Cursor($0.createdAt, $0.id) }
        #expect(cut.values.count == 2 && cut.next == Cursor(notes[1].createdAt, notes[1].id))
        #expect(resource.json(cut).json.contains("\"next_cursor\":\"\(cut.next?.text ?? "?")\""))
        let whole = APIPage(notes, limit: 3) { Cursor($0.createdAt, $0.id) }
        #expect(resource.json(whole).json.hasSuffix("\"next_cursor\":null}"))
    }

    @Test func methodsAreKnownByAddress() {
        #expect(table.methods(at: "/api/v1/leads/0a000000-0000-4000-8000-000000000001") == ["GET", "HEAD", "PATCH"])
        #expect(table.methods(at: "/api/v1/leads") == ["GET", "HEAD", "POST"])
        #expect(table.methods(at: "/api/v1/nothing").isEmpty && table.methods(at: "/api/v10/leads").isEmpty)
        #expect(APITable.owns("/api/v1") && APITable.owns("/api/v1/x") && !APITable.owns("/api/v10"))
    }
}

extension APIDocumentTests {
    static let viewer = Viewer(
        accountID: UUID(), agencyID: .new(), role: .owner, agentID: nil, name: "Olga", email: "o@example.com",
        language: nil, timeZone: .gmt, theme: "system", agencyName: "Meridian", proofID: UUID())

    private static func call(_ now: Date) -> CallDetail {
        let call = ReadCall.Call(
            id: UUID(), leadID: nil, agentID: nil, agentName: nil, vapiCallID: "v1", status: "completed",
            outcome: "conversation", endedReason: nil, direction: "outbound", customerNumber: nil, customerName: nil,
            durationSeconds: 247, transcript: "AI: Hello", summary: nil, language: nil,
            metadata: JSONB(#"{"structured_data": {"budget": 5}}"#), startedAt: now, endedAt: now,
            reportReceivedAt: now, createdAt: now)
        return CallDetail(
            call: call, lead: nil,
            assignment: .init(
                rule: "territory", decision: JSONB(#"{"candidates": []}"#), decidedAt: now, agentName: "Bea",
                actorName: nil), followUp: nil,
            recording: .init(
                status: "stored", reason: nil, contentType: "audio/wav", bytes: 100, durationSeconds: 247.3,
                storedAt: now, deletedAt: nil, deletedBy: nil, updatedAt: now),
            turns: [CallTurn(who: .lead, at: 1.5, text: "Hello"), CallTurn(who: nil, text: "…")], notes: [], tasks: [],
            webhooks: [], messages: [], retries: [], attempts: [], appointments: [], changes: [], otherCalls: [],
            agents: [])
    }

    private static var settings: ReadRules.Row {
        let none = StoredRules(json: "{}", version: 0, changedAt: nil, changedBy: nil)
        return ReadRules.Row(
            calling: none, pausedAt: nil, booking: none, followUp: none,
            recordings: StoredRules(
                json: #"{"retention_days": null}"#, version: 2, changedAt: Date(), changedBy: "Olga"),
            mails: StoredRules(
                json: ##"{"sender_name": "Nordlicht", "reply_to": null, "accent": "#14532d", "footer": "1\n2"}"##,
                version: 1,
                changedAt: Date(), changedBy: "Olga"))
    }
}
