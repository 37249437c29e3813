import Testing

@testable import AMQP

@Suite struct AMQPConfigurationTests {
    @Test func aFullURLIsReadAndDecoded() throws {
        let configuration = try AMQPConfiguration(
            url: "amqps://us%40er:p%3Aa%2Fss@broker.example:5999/my%2fvhost?heartbeat=7&connection_timeout=3"
                + "&cacertfile=/tmp/ca%20file.pem&certfile=c.pem&keyfile=k.pem&verify=verify_none")
        #expect(configuration.user == "us@er")
        #expect(configuration.password == "p:a/ss")
        #expect(configuration.host == "broker.example")
        #expect(configuration.port == 5999)
        #expect(configuration.virtualHost == "my/vhost")
        #expect(configuration.heartbeat == .seconds(7))
        #expect(configuration.connectionTimeout == .seconds(3))
        #expect(configuration.tls?.authorityFile == "/tmp/ca file.pem")
        #expect(configuration.tls?.verifiesPeer == false)
    }

    @Test func whatIsLeftOutHasItsUsualValue() throws {
        let configuration = try AMQPConfiguration(url: "amqp://")
        #expect(configuration.host == "localhost" && configuration.port == 5672)
        #expect(configuration.user == "guest" && configuration.virtualHost == "/")
        #expect(configuration.heartbeat == .seconds(15) && configuration.tls == nil)
        #expect(try AMQPConfiguration(url: "amqps://[::1]/").host == "::1")
        #expect(try AMQPConfiguration(url: "amqps://[::1]:99/v").port == 99)
        #expect(try AMQPConfiguration(url: "amqps://h").port == 5671)
    }

    @Test(arguments: [
        "http://h", "amqp://h:0", "amqp://h:70000", "amqp://h:x", "amqp://%zz@h", "amqp://h/%", "amqp://[::1",
        "amqp://h?heartbeat=-1", "amqp://h?heartbeat=x", "amqp://h?colour=red", "amqp://h?verify=verify_none",
        "amqps://h?verify=maybe", "amqp://u:secret@h?connection_timeout=0",
    ])
    func anythingElseIsRefusedWithoutQuotingThePassword(_ url: String) {
        let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(url: url) }
        #expect(error?.code == .configuration)
        #expect(error.map { "\($0)".contains("secret") } == false)
    }

    @Test func neitherDescriptionNorDumpShowsThePassword() throws {
        let configuration = try AMQPConfiguration(url: "amqp://user:secret@h/v")
        #expect("\(configuration)" == "amqp://user:***@h:5672/v")
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("secret") && !String(reflecting: configuration).contains("secret"))
    }
}

@Suite struct ReconnectBackoffTests {
    @Test func delaysDoubleUpToTheirMaximumAndStayWithinTheirJitter() {
        var generator = SplitMix(state: 1)
        var backoff = ReconnectBackoff()
        var full: Duration = .milliseconds(100)
        for _ in 0..<20 {
            let delay = backoff.delay(afterUptime: nil, using: &generator)
            #expect(delay >= full / 2 && delay <= full)
            full = min(full * 2, .seconds(5))
        }
    }

    @Test func onlyAStableConnectionStartsTheSeriesAnew() {
        var generator = SplitMix(state: 2)
        var backoff = ReconnectBackoff()
        for _ in 0..<6 { _ = backoff.delay(afterUptime: nil, using: &generator) }
        #expect(backoff.delay(afterUptime: .seconds(1), using: &generator) >= .seconds(2))
        #expect(backoff.delay(afterUptime: .seconds(60), using: &generator) <= .milliseconds(100))
    }
}
