internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import Postgres

/// `/api/v1/reassignments`: many calls are given to somebody; for owners.
struct ReassignmentOperations: Sendable {
    let console: Console

    private var desk: ReassignmentDesk { ReassignmentDesk(console: console) }

    var all: [APIOperation] { [list, start, show, refused, cancel].map { $0.forOwners() } }

    private var list: APIOperation {
        APIOperation(
            "listReassignments", .get, "/reassignments", tag: "Reassignments", "Calls given away, latest first",
            content: .json(ReassignmentResources.job.page.schema)
        ) { call in
            let (after, limit) = (try call.cursor(), call.limit)
            let jobs = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(
                    ListReassignments(agencyID: call.viewer.agencyID, after: after, limit: limit + 1))
            }
            let page = APIPage(jobs, limit: limit) { Cursor($0.createdAt, $0.id) }
            return .json(ReassignmentResources.job.page.json(page))
        }
        .query(APIParameter.pages)
    }

    private var start: APIOperation {
        APIOperation(
            "startReassignment", .post, "/reassignments", tag: "Reassignments",
            "Give many calls, and with them their leads, to somebody",
            content: .json(ReassignmentResources.job.schema)
        ) { call in
            guard let agentID = call.uuid("agent_id").map({ AgentID(rawValue: $0) }) else {
                throw APIProblem.invalid("agent_id", "is missing")
            }
            let wish = try ReassignmentWish(call)
            guard try await desk.canHave(agentID, wish.named, call.viewer) else {
                throw APIProblem(
                    .unprocessableContent, .refused, Words(language: .english)(.agentIsNotActive))
            }
            let id = try await IdempotencyKey.command(of: call, console).rawValue
            switch wish {
            case .every(let filter): try await desk.start(id, everyCallOf: filter, to: agentID, by: call.principal)
            case .calls(let calls): try await desk.start(id, calls, to: agentID, by: call.principal)
            }
            return .json(
                ReassignmentResources.job.json(try await desk.find(id, call.viewer)), status: .accepted,
                headers: [.location: "\(APITable.root)/reassignments/\(id.uuidString.lowercased())"])
        }
        .details(
            "It is done bit by bit. A filter means the calls that there are by then, with days by the clock of the token's account."
        )
        .body(ReassignmentResources.new).headers([.idempotencyKey]).status(.accepted).problems(.notFound)
    }

    private var show: APIOperation {
        APIOperation(
            "getReassignment", .get, "/reassignments/{id}", tag: "Reassignments", "How far it has come",
            content: .json(ReassignmentResources.job.schema)
        ) { call in .json(ReassignmentResources.job.json(try await desk.find(try call.id(), call.viewer))) }
    }

    private var refused: APIOperation {
        APIOperation(
            "listRefusedCalls", .get, "/reassignments/{id}/refused-calls", tag: "Reassignments",
            "Calls that could not be given away", content: .json(ReassignmentResources.refused.page.schema)
        ) { call in
            let (id, after, limit) = (try call.id(), try call.cursor(), call.limit)
            guard let position = Int32(exactly: after?.key ?? 0) else {
                throw APIProblem.parameter("cursor", "is none that a page has given out")
            }
            let (jobs, calls) = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.pipeline(
                    LoadReassignment(id: id), ListRefusedCalls(id: id, after: Int(position), limit: limit + 1))
            }
            guard !jobs.isEmpty else { throw NotFound() }
            let page = APIPage(calls, limit: limit) { Cursor(key: Int64($0.position), id: $0.callID.rawValue) }
            return .json(ReassignmentResources.refused.page.json(page))
        }
        .query(APIParameter.pages)
    }

    private var cancel: APIOperation {
        APIOperation(
            "cancelReassignment", .post, "/reassignments/{id}/cancel", tag: "Reassignments", "Cancel the rest",
            content: .json(ReassignmentResources.job.schema)
        ) { call in
            let id = try call.id()
            try await desk.cancel(id, by: call.principal)
            return .json(ReassignmentResources.job.json(try await desk.find(id, call.viewer)))
        }
        .details("What has changed hands stays. One that is over stays as it is.")
    }
}

/// Which calls a request wants to be given away.
enum ReassignmentWish: Sendable, Equatable {
    case every(CallFilter)
    case calls([CallID])

    /// - Throws: ``APIProblem`` when it is neither of the two, or both.
    init(_ call: APICall) throws {
        switch (call.body?["call_ids"], call.body?["filter"]) {
        case (let ids?, nil):
            var seen: Set<CallID> = []
            let all = ids.elements.compactMap { $0.string.flatMap { CallID($0) } }
            self = .calls(all.filter { seen.insert($0).inserted })
        case (nil, let filter?): self = .every(try Self.filter(filter))
        default:
            throw APIProblem.invalid([BodyProblem(pointer: "#", detail: "must have either call_ids or filter")])
        }
    }

    /// Those that are named.
    var named: [CallID] {
        switch self {
        case .every: []
        case .calls(let calls): calls
        }
    }

    /// The same values as in an address, read in the same way.
    private static func filter(_ node: JSONNode) throws -> CallFilter {
        let items = CallOperations.filter.flatMap { parameter -> [(String, String)] in
            guard let value = node[parameter.name] else { return [] }
            let texts =
                parameter.isRepeated
                ? value.elements.compactMap(\.string) : [value.string ?? value.int.map { "\($0)" }].compactMap(\.self)
            return texts.map { (parameter.name, $0) }
        }
        do {
            return try CallFilter(Query(items))
        } catch {
            throw APIProblem.invalid("filter", "has a value that makes no sense")
        }
    }
}
