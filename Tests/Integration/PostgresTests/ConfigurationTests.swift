internal import Postgres
internal import Testing

@Suite struct ConfigurationTests {
    @Test func readsAllPartsOfAURL() throws {
        let configuration = try PostgresConfiguration(
            url: "postgres://us%40er:p%3Ass%2Fword@db.example:6432/my%20base?sslmode=require&application_name=no+tes%21")
        #expect(configuration.user == "us@er")
        #expect(configuration.password == "p:ss/word")
        #expect(configuration.host == "db.example")
        #expect(configuration.port == 6432)
        #expect(configuration.database == "my base")
        #expect(configuration.options == ["sslmode": "require"])
        #expect(configuration.applicationName == "no+tes!")
    }

    @Test func leavesOutWhatHasADefault() throws {
        let configuration = try PostgresConfiguration(url: "postgresql://me@[::1]")
        #expect(configuration.host == "::1")
        #expect(configuration.port == 5432)
        #expect(configuration.password == nil)
        #expect(configuration.database == "me")
        #expect(configuration.maxConnections == 8)
        #expect(configuration.connectTimeout == .seconds(5))
    }

    @Test func aSocketFolderComesAsAQueryItem() throws {
        let configuration = try PostgresConfiguration(url: "postgres://me@/base?host=%2Frun%2Fpostgresql&connect_timeout=3")
        #expect(configuration.host == "/run/postgresql")
        #expect(configuration.connectTimeout == .seconds(3))
    }

    @Test(arguments: [
        "", "mysql://me@host/base", "postgres://host/base", "postgres://me@host:0/base", "postgres://me@host:port/base",
        "postgres://me:s3cret@host/%zz", "postgres://me:s3cret@host/base?nonsense=1", "postgres://me:s3cret@host/%ff",
        "postgres://me:s3cret@[::1/base",
    ])
    func refusesWhatIsNoURLWithoutShowingThePassword(url: String) {
        let error = #expect(throws: PostgresError.self) { try PostgresConfiguration(url: url) }
        #expect(error?.code == .configuration)
        #expect(error?.debugDescription.contains("s3cret") == false)
    }

    @Test func neverShowsThePassword() throws {
        let configuration = try PostgresConfiguration(url: "postgres://me:s3cret@host/base")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("s3cret"))
            #expect(text.contains("host"))
        }
    }
}
