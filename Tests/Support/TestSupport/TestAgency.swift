package import Contracts
package import Foundation

/// The agency that every test database has: an owner, three agents, two leads, one phone number at Vapi.
package enum TestAgency {
    package static let id = AgencyID(rawValue: uuid(1))
    package static let owner = uuid(2)
    package static let berliner = AgentID(rawValue: uuid(11))
    package static let bavarian = AgentID(rawValue: uuid(12))
    package static let anybody = AgentID(rawValue: uuid(13))
    package static let berlinLead = LeadID(rawValue: uuid(21))
    package static let texanLead = LeadID(rawValue: uuid(22))
    package static let berlinNumber = "+4930555010021"
    package static let texanNumber = "+15125550122"
    package static let phoneNumberID = "pn_test"

    private static func uuid(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    static let sql = """
        INSERT INTO agencies (id, name, default_country) VALUES ('\(id)', 'Test Agency', 'US');
        INSERT INTO agency_vapi_resources VALUES ('\(phoneNumberID)', '\(id)', 'phone_number'),
            ('asst_test', '\(id)', 'assistant');
        INSERT INTO agents (id, agency_id, name, email, phone) VALUES
            ('\(berliner)', '\(id)', 'Bea Berlin', 'bea@example.com', '+4930555010001'),
            ('\(bavarian)', '\(id)', 'Basti Bayern', 'basti@example.com', '+498955501002'),
            ('\(anybody)', '\(id)', 'Any Body', 'any@example.com', '+15125550103');
        INSERT INTO agent_territories (id, agency_id, agent_id, pattern) VALUES
            (gen_random_uuid(), '\(id)', '\(berliner)', 'DE 10*'), (gen_random_uuid(), '\(id)', '\(bavarian)', 'DE 80000-87999');
        INSERT INTO accounts (id, agency_id, role, name, email) VALUES
            ('\(owner.uuidString)', '\(id)', 'owner', 'Olga Owner', 'olga@example.com');
        INSERT INTO leads (id, agency_id, name, phone, country, postcode, preferred_language) VALUES
            ('\(berlinLead)', '\(id)', 'Lena Lead', '\(berlinNumber)', 'DE', '10115', 'de'),
            ('\(texanLead)', '\(id)', 'Tex Ann', '\(texanNumber)', 'US', '78701', 'en');
        """
}

/// A final report as Vapi posts it, with only what a test cares about filled in.
package struct TestReport: Sendable {
    package var callID: String
    package var customerNumber: String
    package var phoneNumberID: String? = TestAgency.phoneNumberID
    package var endedReason = "customer-ended-call"
    package var summary: String? = "They agreed to talk again."

    package init(callID: String = UUID().uuidString.lowercased(), customerNumber: String = TestAgency.berlinNumber) {
        self.callID = callID
        self.customerNumber = customerNumber
    }

    package var body: [UInt8] {
        var call: [String: Any] = [
            "id": callID, "type": "outboundPhoneCall", "status": "queued", "customer": ["number": customerNumber],
        ]
        call["phoneNumberId"] = phoneNumberID
        let message: [String: Any] = [
            "type": "end-of-call-report", "endedReason": endedReason, "call": call,
            "customer": ["number": customerNumber], "startedAt": "2026-08-22T14:31:02.400Z",
            "endedAt": "2026-08-22T14:33:16.910Z", "durationSeconds": 134.51,
            "analysis": summary.map { ["summary": $0] } ?? [:],
            "artifact": [
                "transcript": "AI: Hello, this is Ann.\nUser: Hello.\n",
                "messages": [
                    ["role": "bot", "message": "Hello, this is Ann."], ["role": "user", "message": "Hello."],
                ],
                "recordingUrl": "https://storage.example/\(callID).wav",
            ],
        ]
        return (try? JSONSerialization.data(withJSONObject: ["message": message])).map { Array($0) } ?? []
    }
}
