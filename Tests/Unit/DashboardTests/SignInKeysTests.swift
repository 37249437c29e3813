import Passwords
import Testing

@testable import Dashboard

@Suite struct SignInKeysTests {
    @Test func everyAddressOfACustomersNetworkCountsAsOne() {
        #expect(SignInKeys.network(of: "2001:db8:1:2::1") == "2001:db8:1:2::/64")
        #expect(SignInKeys.network(of: "2001:0DB8:1:2:ffff:eeee:dddd:cccc") == "2001:db8:1:2::/64")
        #expect(SignInKeys.network(of: "2001:db8:1:3::1") == "2001:db8:1:3::/64")
        #expect(SignInKeys.network(of: "2001:db8::5") == "2001:db8:0:0::/64")
        #expect(SignInKeys.network(of: "fe80::1%eth0") == "fe80:0:0:0::/64")
        #expect(SignInKeys.network(of: "::1") == "0:0:0:0::/64")
    }

    @Test func anAddressOfTheOldKindCountsAlone() {
        #expect(SignInKeys.network(of: "192.0.2.7") == "192.0.2.7")
        #expect(SignInKeys.network(of: "::ffff:192.0.2.7") == "192.0.2.7")
    }

    @Test func whatIsNoAddressIsKeptShort() {
        #expect(SignInKeys.network(of: String(repeating: "x", count: 5000)).utf8.count == 64)
        #expect(SignInKeys.network(of: "1:2:3") == "1:2:3")
        #expect(SignInKeys.network(of: "1::2::3") == "1::2::3")
        #expect(SignInKeys.network(of: "g::1") == "g::1")
    }

    @Test func addressesOfMailAreToldApartByTheirLettersAlone() {
        // PostgreSQL makes an i of a capital with a dot, and so finds the account.
        #expect(SignInKeys.folded("olİvia@example.com") == SignInKeys.folded("Olivia@Example.COM"))
        let keys = SignInKeys(email: "Olga@Example.com", address: "192.0.2.7")
        #expect(keys.all == ["mail:olga@example.com", "net:192.0.2.7"])
    }
}

@Suite struct ForgottenPasswordTests {
    @Test func whoeverChoosesFromANetworkIsCountedOnce() {
        let one = ForgottenPassword.keys(email: "Olga@Example.com", address: "2001:db8:1:2::1")
        let other = ForgottenPassword.keys(email: "otto@example.com", address: "2001:db8:1:2:ffff::9")
        #expect(one.mail == "forgotten-mail:olga@example.com")
        #expect(one.network == "forgotten-net:2001:db8:1:2::/64" && one.network == other.network)
        #expect(one.network != ForgottenPassword.keys(email: "", address: "2001:db8:1:3::1").network)
        #expect(ForgottenPassword.keys(email: "", address: "192.0.2.7").network == "forgotten-net:192.0.2.7")
    }
}

@Suite struct WaitingPlacesTests {
    @Test func oneSourceCannotTakeEveryPlace() throws {
        let places = WaitingPlaces(most: 3, mostForOne: 2)
        try places.take("a")
        try places.take("a")
        #expect(throws: WaitingPlaces.AllTaken.self) { try places.take("a") }
        try places.take("b")
        #expect(throws: WaitingPlaces.AllTaken.self) { try places.take("c") }
        places.leave("a")
        try places.take("c")
    }
}
