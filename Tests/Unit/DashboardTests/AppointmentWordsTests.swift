import Availability
import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct AppointmentWordsTests {
    private static let words = Words(language: .english)

    @Test func everyReasonOfCalendarSyncHasWords() {
        for problem in SlotProblem.allCases {
            #expect(SlotRefusal(rawValue: problem.rawValue) != nil, "\(problem.rawValue)")
        }
        #expect(!Self.words(SlotRefusal.phrase("unheard_of")).isEmpty)
    }

    @Test func thoseWhoDidSomethingAreNamed() {
        let id = "019a0000-0000-7000-8000-000000000001"
        #expect(AppointmentActor(id, name: "Ana") == .account(name: "Ana"))
        #expect(AppointmentActor(id, name: nil).text(Self.words) == "Somebody on the team")
        #expect(AppointmentActor("lead", name: nil) == .lead)
        #expect(AppointmentActor("call:abc", name: nil) == .call)
        #expect(AppointmentActor("calendar:\(id)", name: "Ana").text(Self.words) == "Ana, in their own calendar")
        #expect(AppointmentActor("operator:root", name: nil) == .system)
    }
}

@Suite struct BookingFormTests {
    private static let lead = "019a0000-0000-7000-8000-000000000002"

    @Test func anAddressSaysWhatIsKnown() throws {
        let form = try BookingForm(Query([("lead", Self.lead), ("day", "2026-12-01")]))
        #expect(form.lead?.description == Self.lead)
        #expect(form.items.map(\.name) == ["lead", "day"])
    }

    @Test(arguments: [("lead", "1"), ("call", "x"), ("agent", "me"), ("day", "monday")])
    func whatMakesNoSenseIsRefused(item: (String, String)) {
        #expect(throws: BadRequest.self) { try BookingForm(Query([item])) }
        #expect(throws: BadRequest.self) { try BookingForm(Form([item])) }
    }

    @Test func anotherTimeOrNoteIsAnotherWish() throws {
        let fields = [("lead", Self.lead), ("at", "1796151600"), ("notes", "a\r\nb")]
        let form = try BookingForm(Form(fields))
        #expect(form.notes == "a\nb")
        let later = try BookingForm(Form([("lead", Self.lead), ("at", "1796155200"), ("notes", "a\nb")]))
        #expect(form.wish != later.wish)
        #expect(form.wish == (try BookingForm(Form(fields))).wish)
    }
}
