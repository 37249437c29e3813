internal import Calling
internal import CivilTime
internal import Foundation
internal import Telephony

/// A number of nobody's in a place where it is a lawful hour to call, so that there is something to watch at any time of day.
/// It ends in 5: in the sandbox nobody answers, and it is called again.
struct DemoLead: Sendable, Equatable {
    let city: String
    let number: String

    private static let all = [
        DemoLead(city: "Berlin", number: "+493023125085"), DemoLead(city: "New York", number: "+12125550185"),
        DemoLead(city: "Los Angeles", number: "+12135550185"), DemoLead(city: "Honolulu", number: "+18085550185"),
        DemoLead(city: "Sydney", number: "+61255501085"), DemoLead(city: "Tokyo", number: "+81355501085"),
        DemoLead(city: "London", number: "+442079460085"), DemoLead(city: "New Delhi", number: "+911155501085"),
    ]

    static var now: DemoLead { at(Date()) }

    /// The first that may be called at that moment; should there be none, the one that may be soonest.
    static func at(_ moment: Date) -> DemoLead {
        let openings = all.map { lead in (lead, lead.opening(from: moment) ?? .distantFuture) }
        return openings.min { $0.1 < $1.1 }?.0 ?? all[0]
    }

    private func opening(from moment: Date) -> Date? {
        guard let number = try? TelephoneNumber(number, country: nil) else { return nil }
        let place = CalledPlace(number: number, country: nil, postcode: nil, timeZone: nil)
        var rules = CallingRules.standard
        rules.hours = .always
        let law = CallingLaw.of(country: place.country, subdivision: place.subdivision)
        return CallingWindow(rules: rules, law: law, place: place).nextOpening(from: moment)
    }
}
