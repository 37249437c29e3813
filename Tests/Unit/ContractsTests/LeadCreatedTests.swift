import Foundation
import Testing

@testable import Contracts

@Suite struct LeadCreatedTests {
    @Test func whoIsOnlyKeptIsToldApart() throws {
        let lead = LeadCreated(
            leadID: .new(), source: "import", canBeCalled: true, consent: nil, isCallWanted: false)
        let json = try ContractJSON.encode(lead)
        #expect(String(decoding: json, as: UTF8.self).contains("\"is_call_wanted\":false"))
        #expect(try ContractJSON.decode(LeadCreated.self, from: json) == lead)
    }

    @Test func eventsFromBeforeStillWantACall() throws {
        let json = #"{"lead_id":"0197c1de-0000-7000-8000-000000000001","source":"webhook","can_be_called":true}"#
        let lead = try ContractJSON.decode(LeadCreated.self, from: Array(json.utf8))
        #expect(lead.isCallWanted ?? true)
    }
}
