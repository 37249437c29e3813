import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct LeadFilterTests {
    private static let agent = "0197c1de-0000-7000-8000-000000000001"

    @Test func whatAnAddressSaysIsReadAndWrittenTheSame() throws {
        let items = [
            ("q", "García"), ("state", "opted-out"), ("agent", Self.agent), ("language", "es"), ("source", "Web site"),
        ]
        let filter = try LeadFilter(Query(items))
        #expect(filter.state == .optedOut)
        #expect(filter.owner == .agent(try #require(AgentID(Self.agent))))
        #expect(filter.items.map(\.name) == items.map(\.0))
        #expect(filter.items.map(\.value) == items.map(\.1))
        #expect(!filter.isEmpty)
    }

    @Test func nothingIsAskedForByDefault() throws {
        let filter = try LeadFilter(Query([("state", ""), ("q", "  ")]))
        #expect(filter.isEmpty)
        #expect(filter.items.isEmpty)
    }

    @Test(arguments: [
        ("state", "sleeping"), ("agent", "me"), ("language", "e1"), ("source", String(repeating: "x", count: 300)),
        ("q", String(repeating: "x", count: 201)), ("q", "a\0b"),
    ])
    func whatMakesNoSenseIsAnError(_ name: String, _ value: String) {
        #expect(throws: BadRequest.self) { try LeadFilter(Query([(name, value)])) }
    }

    @Test(arguments: [
        ("0612 555 018", "612555018"), ("+34 612-555", "34612555"), ("(0049) 30", "4930"), ("٠٦١٢٥", "6125"),
        ("00", nil), ("12", nil), ("5th avenue 1200", nil), ("Rosa", nil),
    ])
    func aPieceOfANumberIsLookedForAmongDigits(_ text: String, _ digits: String?) throws {
        #expect(try LeadFilter(Query([("q", text)])).digits == digits)
    }
}
