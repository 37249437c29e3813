import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import LenientJSON
import NIOCore
import Testing

@testable import Dashboard

@Suite struct ReassignmentWishTests {
    private let agent = "0a000000-0000-4000-8000-000000000011"
    private let first = "0c000000-0000-4000-8000-000000000001"
    private let second = "0c000000-0000-4000-8000-000000000002"

    private func call(_ body: String) throws -> APICall {
        let request = Request(
            head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/api/v1/reassignments"),
            body: RequestBody(buffer: ByteBuffer()))
        return APICall(
            request: request, principal: Principal(viewer: APIDocumentTests.viewer, address: "192.0.2.1", via: "api"),
            parameters: Parameters(), query: Query([]), body: try JSONDocument(parsing: Array(body.utf8)).root)
    }

    private func problem(_ body: String) throws -> [APIProblem.Part]? {
        do {
            _ = try ReassignmentWish(try call(body))
            return nil
        } catch let problem as APIProblem {
            #expect(problem.status == .unprocessableContent)
            return problem.parts
        }
    }

    @Test func callsAreNamedEachOnce() throws {
        let wish = try ReassignmentWish(
            try call(#"{"call_ids": ["\#(first)", "\#(second)", "\#(first.uppercased())"]}"#))
        #expect(wish.named.map(\.description) == [first, second])
    }

    @Test func aFilterReadsAsAnAddressDoes() throws {
        let body = """
            {"filter": {"q": "zan zibar", "period": "7d", "from": "2026-11-01", "status": ["answered", "no-answer"],
                "agent": "\(agent)", "language": "es", "direction": "inbound", "min": 5, "max": 60}}
            """
        let items = [
            ("q", "zan zibar"), ("period", "7d"), ("from", "2026-11-01"), ("status", "answered"),
            ("status", "no-answer"), ("agent", agent), ("language", "es"), ("direction", "inbound"), ("min", "5"),
            ("max", "60"),
        ]
        let wish = try ReassignmentWish(try call(body))
        #expect(wish == .every(try CallFilter(Query(items))))
        #expect(wish.named.isEmpty)
        let all = try ReassignmentWish(try call(#"{"filter": {}}"#))
        #expect(all == .every(try CallFilter(Query([]))))
    }

    @Test func itIsOneOfTheTwo() throws {
        let either = APIProblem.Part(place: .pointer("#"), detail: "must have either call_ids or filter")
        #expect(try problem("{}") == [either])
        #expect(try problem(#"{"call_ids": ["\#(first)"], "filter": {}}"#) == [either])
    }

    @Test func aFilterThatMakesNoSenseIsRefused() throws {
        let parts = try problem(#"{"filter": {"agent": "somebody"}}"#)
        #expect(parts?.first?.place == .pointer("#/filter"))
    }

    @Test func theFilterHasTheListsParameters() {
        let names = ReassignmentResources.filter.members.map(\.name)
        #expect(names == CallOperations.filter.map(\.name))
        let status = ReassignmentResources.filter.members.first { $0.name == "status" }?.schema
        #expect(status?.kind == .array && status?.items?.choices == CallResources.statuses)
    }
}
