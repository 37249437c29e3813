import Logging
import Testing

@testable import ServiceKit

@Suite struct SettingsTests {
    @Test func aMissingSettingIsNamed() {
        var settings = Settings(environment: ["OTHER": "x", "EMPTY": ""])
        #expect(throws: ConfigurationError(key: "API_KEY", problem: "is missing")) { try settings.string("API_KEY") }
        #expect(throws: ConfigurationError(key: "EMPTY", problem: "is missing")) { try settings.string("EMPTY") }
    }

    @Test(arguments: ["x", "-1", "70000", "1.5"])
    func aNumberOutOfRangeIsRefused(text: String) {
        var settings = Settings(environment: ["HTTP_PORT": text])
        #expect(throws: ConfigurationError.self) { try settings.int("HTTP_PORT", default: 1, in: 0...65535) }
    }

    @Test func secretsAndPasswordsAreNotShown() throws {
        var settings = Settings(environment: [
            "SECRET": "s3cret", "DATABASE_URL": "postgres://role:pass@word@host/db", "LIST": "one, two",
        ])
        _ = try settings.string("SECRET", secret: true)
        _ = try settings.string("DATABASE_URL")
        let list = try settings.list("LIST", secret: true)
        #expect(list == ["one", "two"])
        let shown = settings.entries.map { "\($0)" }.joined()
        #expect(!shown.contains("s3cret"))
        #expect(!shown.contains("pass@word"))
        #expect(!shown.contains("two"))
        #expect(shown.contains("postgres://role:(secret)@host/db"))
    }

    @Test func defaultsAreShownAsSuch() throws {
        var settings = Settings(environment: [:])
        let port = try settings.int("PORT", default: 8081, in: 1...9999)
        #expect(port == 8081)
        #expect(settings.entries == [.init(name: "PORT", value: "8081", isDefault: true)])
    }

    @Test func aLongValueIsCutWhereSettingsAreShown() throws {
        let texts = String(repeating: "{}", count: 5000)
        var settings = Settings(environment: ["TEXTS": texts])
        #expect(try settings.string("TEXTS") == texts)
        let shown = try #require(settings.entries.first { $0.name == "TEXTS" })
        #expect(shown.value.count < 200)
        #expect(shown.value.hasSuffix("… (10000 characters)"))
    }

    /// An empty secret would be known to everybody.
    @Test func blanksInAListAreNoValues() throws {
        for text in ["abc, ", " abc ,", ", abc,,", "abc"] {
            var settings = Settings(environment: ["SECRETS": text])
            #expect(try settings.list("SECRETS", secret: true) == ["abc"])
        }
        for text in [" ", ",", " , ,"] {
            var settings = Settings(environment: ["SECRETS": text])
            #expect(throws: ConfigurationError.self) { try settings.list("SECRETS", secret: true) }
        }
    }

    @Test func aPasswordInAQueryIsNotShown() throws {
        var settings = Settings(environment: [
            "DATABASE_URL": "postgres://a:b%40@h/x?password=TOP&sslmode=require&sslpassword=SECRET"
        ])
        _ = try settings.string("DATABASE_URL")
        #expect(
            settings.entries.map(\.value) == [
                "postgres://a:(secret)@h/x?password=(secret)&sslmode=require&sslpassword=(secret)"
            ])
    }

    @Test func aLineBreakInAKeyIsRefused() {
        var settings = Settings(environment: ["KEY": "re_x\r\n"])
        #expect(throws: ConfigurationError.self) { try settings.string("KEY", secret: true) }
    }

    @Test func portsThatCollideAreRefused() {
        var settings = Settings(environment: ["HTTP_PORT": "9101", "HEALTH_PORT": "9101"])
        #expect(throws: ConfigurationError(key: "HTTP_PORT", problem: "must not be the same as HEALTH_PORT")) {
            _ = try CommonSettings(&settings, healthPort: 1)
            _ = try settings.httpAddress(port: 2)
        }
    }

    @Test(arguments: ["no such host", "a/b", "ä"])
    func aHostMustBeOne(text: String) {
        var settings = Settings(environment: ["HTTP_HOST": text])
        #expect(throws: ConfigurationError.self) { try settings.httpAddress(port: 1) }
    }

    @Test(arguments: ["localhost", "ftp://x", "http://", "http://a b", "http://???", "https://:80"])
    func anAddressMustBeOne(text: String) {
        var settings = Settings(environment: ["PUBLIC_URL": text])
        #expect(throws: ConfigurationError.self) { try settings.url("PUBLIC_URL") }
    }

    @Test func aServiceReadsItsSettings() throws {
        var settings = Settings(environment: ["AMQP_URL": "http://x"])
        #expect(throws: ConfigurationError.self) { try settings.broker(service: "x") }
        var others = Settings(environment: ["DATABASE_URL": "mysql://x"])
        #expect(throws: ConfigurationError.self) { try others.database(service: "x", connections: 1) }
    }
}
