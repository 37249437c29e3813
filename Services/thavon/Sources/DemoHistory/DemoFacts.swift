internal import Foundation
internal import Territories

/// A lead of the demo as its past needs to know it.
struct DemoLeadFacts: Sendable, Equatable {
    var id: String
    var name: String?
    var phone: String?
    var email: String?
    var country: String?
    var postcode: String?
    var language: String?
    var timeZone: String?
    var ownerID: String?

    var number: Int { DemoID.number(id) }
}

/// An agent of the demo.
struct DemoAgentFacts: Sendable, Equatable {
    var id: String
    var name: String
    var email: String?
    var phone: String?
    var languages: [String]
    var language: String?
    var territories: [TerritoryPattern]

    var accountID: String { DemoID.account(ofAgent: DemoID.number(id)) }
}
