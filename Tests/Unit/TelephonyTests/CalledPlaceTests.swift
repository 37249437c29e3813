import Foundation
import Testing

@testable import Telephony

@Suite struct CalledPlaceTests {
    private func place(
        _ number: String? = nil, country: String? = nil, postcode: String? = nil, timeZone: String? = nil
    ) throws -> CalledPlace {
        CalledPlace(
            number: try number.map { try TelephoneNumber($0, country: country) }, country: country, postcode: postcode,
            timeZone: timeZone)
    }

    @Test(arguments: [
        ("US", "78701", "TX", ["America/Chicago"]), ("US", "79901-1234", "TX", ["America/Denver"]),
        ("US", "33101", "FL", ["America/New_York"]), ("US", "32401", "FL", ["America/New_York", "America/Chicago"]),
        ("US", "00501", "NY", ["America/New_York"]), ("US", "96815", "HI", ["Pacific/Honolulu"]),
        ("US", "96799", "AS", ["Pacific/Pago_Pago"]), ("AS", "96799-0001", "AS", ["Pacific/Pago_Pago"]),
        ("US", "96950", "MP", ["Pacific/Saipan"]), ("MP", "96952", "MP", ["Pacific/Saipan"]),
        ("US", "96910", "GU", ["Pacific/Guam"]), ("US", "00901", "PR", ["America/Puerto_Rico"]),
        ("US", "99546", "AK", ["America/Anchorage"]), ("US", "85001", "AZ", ["America/Phoenix"]),
        ("CA", "K1A 0B1", "ON", ["America/Toronto", "America/Winnipeg"]),
        ("CA", "V6B 1A1", "BC", ["America/Vancouver", "America/Edmonton"]),
        ("AU", "2000", "NSW", ["Australia/Sydney"]), ("AU", "0800", "NT", ["Australia/Darwin"]),
        ("AU", "6000", "WA", ["Australia/Perth"]), ("ES", "35001", "ES", ["Atlantic/Canary"]),
        ("ES", "28001", "ES", ["Europe/Madrid"]), ("PT", "9500-321", "PT", ["Atlantic/Azores"]),
    ])
    func aPostcodeTellsTheZone(country: String, postcode: String, subdivision: String, zones: [String]) throws {
        let place = try place(country: country, postcode: postcode)
        #expect(place.subdivision == subdivision)
        #expect(place.zones == zones)
        #expect(place.source == .postcode)
    }

    @Test(arguments: [
        ("+15125550122", "TX", ["America/Chicago", "America/Denver"]), ("+12125550122", "NY", ["America/New_York"]),
        ("+12025550122", "DC", ["America/New_York"]), ("+12155550122", "PA", ["America/New_York"]),
        ("+12065550122", "WA", ["America/Los_Angeles"]),
        ("+16045550123", "BC", ["America/Vancouver", "America/Edmonton"]),
        ("+61295551234", "NSW", ["Australia/Sydney"]), ("+61735551234", "QLD", ["Australia/Brisbane"]),
    ])
    func elseTheNumberDoes(number: String, subdivision: String, zones: [String]) throws {
        let place = try place(number)
        #expect(place.subdivision == subdivision)
        #expect(place.zones == zones)
        #expect(place.source == .number)
    }

    @Test func aCountryWithOneZoneHasThat() throws {
        #expect(try place("+493055501234").zone == "Europe/Berlin")
        #expect(try place("+493055501234", postcode: "10115").zone == "Europe/Berlin")
        #expect(try place("+447400123456").zones == ["Europe/London"])
    }

    @Test func whatDoesNotTellLeavesAllZonesOfTheCountry() throws {
        let tollFree = try place("+18005550199")
        #expect(tollFree.zones == CountryZones.all["US"])
        #expect(tollFree.zone == nil)
        #expect(try place("+61412345678").zones.contains("Australia/Perth"))
        #expect(try place(country: "US", postcode: "nonsense").source == .country)
    }

    @Test func whoSaysUnitedStatesMayBeOnGuam() throws {
        let place = try place("+16716461234", country: "US")
        #expect(place.zone == "Pacific/Guam")
        #expect(place.country == "GU")
        #expect(try self.place("+16716461234", country: "US", postcode: "78701").zone == "America/Chicago")
    }

    @Test func aNumberOfAnotherCountryDoesNotTellTheZone() throws {
        let place = CalledPlace(
            number: try TelephoneNumber("+12125550122", country: nil), country: "DE", postcode: nil, timeZone: nil)
        #expect(place.zone == "Europe/Berlin")
        #expect(place.subdivision == nil)
    }

    @Test func aGivenZoneDecidesTheTimeAndTheNumberTheLaw() throws {
        let place = try place("+12125550122", timeZone: "America/Denver")
        #expect(place.zone == "America/Denver")
        #expect(place.subdivision == "NY")
        #expect(place.source == .given)
    }

    @Test func aPostcodeKnowsBetterThanAGivenZone() throws {
        let place = try place("+12125550122", country: "US", postcode: "33101", timeZone: "America/Denver")
        #expect(place.zone == "America/New_York")
        #expect(place.source == .postcode)
    }

    /// They are what machines are set to.
    @Test(arguments: ["UTC", "Etc/UTC", "Etc/GMT-3", "EST", "Nowhere/Land", ""])
    func zonesThatAreNoPlaceAreNotTaken(zone: String) throws {
        #expect(try place("+12125550122", timeZone: zone).zones == ["America/New_York"])
    }

    @Test func nothingAtAllIsNoZone() throws {
        let place = CalledPlace(number: nil, country: nil, postcode: nil, timeZone: nil)
        #expect(place.zones.isEmpty)
        #expect(place.source == .nothing)
        #expect(place.zone == nil)
    }

    @Test func everyZoneIsOneThatThisSystemKnows() {
        let zones = Set(CountryZones.all.values.joined()).union(UnitedStates.zones.values.joined())
        #expect(zones.count > 200)
        #expect(zones.filter { TimeZone(identifier: $0) == nil } == [])
    }

    @Test func everyAreaCodeOfTheUnitedStatesTellsItsStateOrIsOfNone() throws {
        var ofNone: [Int] = []
        for area in 200..<1000 {
            guard let number = try? TelephoneNumber("+1\(area)5550123", country: nil), number.isKnown,
                number.country == "US"
            else { continue }
            if CalledPlace(number: number, country: nil, postcode: nil, timeZone: nil).subdivision == nil {
                ofNone.append(area)
            }
        }
        // Toll-free and personal numbers.
        #expect(ofNone.allSatisfy { [5, 7, 8, 9].contains($0 / 100) }, "\(ofNone)")
        #expect(ofNone.count < 25)
    }

    @Test func everyZIPCodePrefixInUseTellsItsState() {
        let unused: Set = [0, 1, 2, 3, 4]
        let unknown = (0..<1000).filter { UnitedStates.code(ofPrefix: $0) == nil && !unused.contains($0) }
        // Never given out, or for the armed forces (340, 962-966).
        #expect(unknown.count < 60, "\(unknown)")
    }
}
