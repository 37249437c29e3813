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

    @Test(arguments: ["localhost", "ftp://x", "http://", "http://a b"])
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
