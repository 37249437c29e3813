import Foundation
import LocalServers
import Postgres
import Synchronization
import TestSupport
import Testing

/// The whole system, gone through in a real browser. What it does there is in `Tests/Browser/console.py`.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct BrowserTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let modules = root.appendingPathComponent(".build/browser").path
    private static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    private static let isInstalled = chromium != nil && FileManager.default.fileExists(atPath: modules)
    private static let isRequired = ProcessInfo.processInfo.environment["REQUIRE_SERVERS"] == "1"

    @Test(.enabled(if: isInstalled || isRequired, "Tests/Browser/install.sh installs Chromium and Playwright"))
    func theConsoleWorksInABrowser() async throws {
        let chromium = try #require(Self.chromium, "Tests/Browser/install.sh installs Chromium")
        let services = [
            "sandbox", "webhook-ingest", "assignment", "notifier", "calendar-sync", "retry-scheduler",
            "recording-archive",
            "dashboard",
        ]
        try await Consoling.run(services: services) { console in
            let shots = FileManager.default.temporaryDirectory
                .appendingPathComponent("thavon-shots-\(UUID().uuidString.prefix(8))").path
            try FileManager.default.createDirectory(atPath: shots, withIntermediateDirectories: true)
            let system = console.system
            // Uploads that never end: nobody else goes on with them.
            let uploads = [UUID(), UUID()].map { $0.uuidString.lowercased() }
            for id in uploads {
                try await system.pool.simpleQuery(
                    """
                    INSERT INTO lead_imports (id, agency_id, account_id, file_name, country, source)
                    VALUES ('\(id)', '\(TestAgency.id)', '\(Person.owner.id)', 'slow.csv', 'DE', 'fair')
                    """)
            }
            let lines = Mutex<[String]>([])
            let (ends, end) = AsyncStream<Void>.makeStream()
            let process = try await ProcessHost().start(
                Command(
                    // What a browser left open may not keep the others waiting.
                    "/usr/bin/env",
                    [
                        "timeout", "--kill-after=10", "1200", "python3",
                        Self.root.appendingPathComponent("Tests/Browser/console.py").path,
                    ],
                    environment: [
                        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": shots,
                        "PYTHONPATH": Self.modules, "PYTHONDONTWRITEBYTECODE": "1", "CHROMIUM": chromium,
                        "CONSOLE_URL": system.consoleURL, "SANDBOX_URL": system.sandboxURL,
                        "WEBHOOK_URL": system.webhookURL, "WEBHOOK_SECRET": ThavonSystem.secret,
                        "PASSWORD": Consoling.password, "SHOTS": shots, "IMPORT": uploads[0],
                    ])
            ) { output in
                if case .line(let line) = output { lines.withLock { $0.append(line) } } else { end.finish() }
            }
            for await _ in ends {}
            let status = await process.waitForExit()
            let output = lines.withLock { $0.joined(separator: "\n") }
            #expect(status == .exited(code: 0), "\(output)\npictures are in \(shots)")
            if status == .exited(code: 0) { try FileManager.default.removeItem(atPath: shots) }
        }
    }
}
