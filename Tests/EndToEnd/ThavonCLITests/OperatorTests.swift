import LocalServers
import Postgres
import TestSupport
import Testing

struct OperatorTests {
    @Test func twoMigrationsAtOnceApplyEachStepOnce() async throws {
        try await TestPostgres.withDatabase { database in
            let environment = ["DATABASE_URL": database.url]
            async let first = Operator.run("migrate", environment: environment)
            async let second = Operator.run("migrate", environment: environment)
            let outcomes = try await [first, second]
            for outcome in outcomes { #expect(outcome.status == .exited(code: 0), "\(outcome.output)") }
            let steps = outcomes.flatMap { $0.output.split(separator: "\n") }.filter { $0.hasPrefix("migration ") }
            #expect(!steps.isEmpty && Set(steps).count == steps.count)
            #expect(outcomes.contains { $0.output.contains("nothing to do") })
            let check = try await Operator.run("migrate", "--check", environment: environment)
            #expect(check.status == .exited(code: 0))
        }
    }

    @Test func aCheckOfAnEmptyDatabaseNamesWhatIsMissingAndChangesNothing() async throws {
        try await TestPostgres.withDatabase { database in
            for _ in 1...2 {
                let check = try await Operator.run("migrate", "--check", environment: ["DATABASE_URL": database.url])
                #expect(check.status == .exited(code: 1))
                #expect(check.output.contains("missing 1: create_roles"))
            }
        }
    }

    @Test func theDemoAgencyIsLoadedOnce() async throws {
        try await TestPostgres.withDatabase { database in
            let environment = ["DATABASE_URL": database.url]
            _ = try await Operator.run("migrate", environment: environment)
            let first = try await Operator.run("demo", environment: environment)
            #expect(first.output.contains("44 leads in 6 countries (44 new)"), "\(first.output)")
            let second = try await Operator.run("demo", environment: environment)
            #expect(second.status == .exited(code: 0))
            #expect(second.output.contains("44 leads in 6 countries (0 new)"), "\(second.output)")
            #expect(second.output.contains("Anna Petersen"))
        }
    }

    @Test(arguments: ["", "not an address", "mysql://thavon@127.0.0.1/thavon"])
    func aDatabaseAddressThatCannotWorkIsNamed(address: String) async throws {
        for command in ["migrate", "demo"] {
            let outcome = try await Operator.run(command, environment: ["DATABASE_URL": address])
            #expect(outcome.status == .exited(code: 78))
            #expect(outcome.output.contains("DATABASE_URL"))
        }
    }

    @Test func aDatabaseThatIsNotThereIsAMatterOfConfiguration() async throws {
        try await TestPostgres.withDatabase { database in
            var other = database
            other.database = "nowhere"
            let outcome = try await Operator.run("migrate", environment: ["DATABASE_URL": other.url])
            #expect(outcome.status == .exited(code: 78), "\(outcome.output)")
            #expect(outcome.output.contains("DATABASE_URL"))
        }
    }

    @Test func theDoctorNamesEachProblemAndTheCure() async throws {
        try await TestPostgres.withDatabase { database in
            let nobody = try freeLoopbackPort()
            let outcome = try await Operator.run(
                "doctor",
                environment: [
                    "DATABASE_URL": database.url, "AMQP_URL": "amqp://a:b@127.0.0.1:\(nobody)/",
                    "VAPI_WEBHOOK_SECRETS": "short", "HEALTH_URLS": "notifier=http://127.0.0.1:\(nobody)",
                    "RESEND_API_KEY": "re_key", "RESEND_BASE_URL": "http://127.0.0.1:\(nobody)",
                ])
            #expect(outcome.status == .exited(code: 1))
            for word in [
                "thavon migrate", "start RabbitMQ", "can be guessed", "RESEND_BASE_URL", "no answer", "6 of 8",
            ] {
                #expect(outcome.output.contains(word), "\(word) is missing in:\n\(outcome.output)")
            }
        }
    }

    @Test func anUnknownCommandIsAMatterOfUsage() async throws {
        #expect(try await Operator.run("migrat").status == .exited(code: 64))
        #expect(try await Operator.run("dev", "--services", "nobody").status == .exited(code: 64))
    }
}
