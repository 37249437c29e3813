import Foundation
import Testing

@testable import Dashboard

@Suite struct PlaceChoicesTests {
    @Test func zonesAreThoseOfTheDatabase() {
        let names = ["America/Argentina/Buenos_Aires", "UTC", "EST", "Etc/UTC", "Europe/Kyiv"]
        #expect(names.filter(PlaceChoices.isZone) == names)
    }

    @Test(arguments: [
        "", " ", "Europe/Nowhere", "../Europe/Madrid", "/usr/share/zoneinfo/Europe/Madrid", "Europe/Madrid\0",
        "Europe/Madríd", "<b>", String(repeating: "x", count: 100),
    ])
    func whatIsNoNameIsNoZone(_ name: String) { #expect(!PlaceChoices.isZone(name)) }

    @Test func aMachinesSettingIsNoPlace() {
        #expect(PlaceChoices.isZoneOfAPlace("Europe/Madrid"))
        #expect(["UTC", "EST", "Etc/UTC", "SystemV/EST5", ""].filter(PlaceChoices.isZoneOfAPlace).isEmpty)
        #expect(!PlaceChoices.zones.contains("UTC"))
    }

    @Test func zonesAreOfferedByTheirNames() {
        let options = PlaceChoices.zoneOptions(chosen: "", none: "As the agency")
        #expect(options.first?.text == "As the agency" && options.first?.value == "" && options.count > 300)
        #expect(options.contains { $0.value == "America/New_York" && $0.text == "America/New York" })
        #expect(options.contains { $0.value == "UTC" })
        #expect(!PlaceChoices.zoneOptions(chosen: "", hasUTC: false).contains { $0.value == "UTC" })
    }

    @Test(arguments: ["EST", "Etc/GMT+5", "Europe/Madrid", "UTC"])
    func aChosenZoneIsOfferedOnce(_ zone: String) {
        for hasUTC in [true, false] {
            let values = PlaceChoices.zoneOptions(chosen: zone, none: "none", hasUTC: hasUTC).map(\.value)
            #expect(values.filter { $0 == zone }.count == 1)
            #expect(values.first == "")
        }
    }

    @Test func countriesAreCodes() {
        #expect(PlaceChoices.countries.count > 200)
        #expect(["ES", "DE", "US"].allSatisfy(PlaceChoices.isCountry))
        #expect(!["", "es", "XX", "Spain", "419"].contains(where: PlaceChoices.isCountry))
    }

    @Test(arguments: ["ES", "XX"])
    func aChosenCountryIsOfferedOnce(_ country: String) {
        let options = SamplePage.frame().countryOptions(chosen: country, none: .asTheNumberSays)
        #expect(options.filter { $0.value == country }.count == 1)
        #expect(options.first?.value == "")
        #expect(options.contains { $0.value == "DE" && $0.text == "Germany" })
    }

    @Test func aChosenLanguageIsOffered() throws {
        let languages = try CallLanguages()
        let values = SamplePage.frame().languageOptions(languages, chosen: "tlh", none: .asIsUsual).map(\.value)
        #expect(Set(values) == languages.primary.union(["tlh", ""]))
        #expect(languages.contains("es-MX") && !languages.contains("tlh") && !languages.contains(""))
    }
}
