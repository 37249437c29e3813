import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// A picture from the settings to the mailbox, and to whoever knows its address.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct MailLogoTests {
    private static let services = ["sandbox", "webhook-ingest", "assignment", "notifier", "dashboard"]

    @Test func aPictureIsShownKeptAndRemoved() async throws {
        try await Consoling.run(services: Self.services) { console in
            var owner = try await console.signedIn(.owner)
            let empty = try await owner.get("/settings/mails")
            #expect(!empty.text.contains("/brand/") && !empty.text.contains("remove_logo"))
            let picture = TestPicture.png(800, 300)
            let typed = [("sender_name", "Nord & Licht"), ("version", "0")]
            let saved = try await owner.post("/settings/mails", typed, file: ("file", "logo.txt", picture))
            #expect(saved.status == 303 && saved.location == "/settings/mails?done=saved", "\(saved.text)")
            let page = try await owner.get("/settings/mails")
            let path = try #require(Self.logoPath(page.text))
            let preview = try await owner.post("/settings/mails/preview", typed + [("logo", Self.hash(path))])
            #expect(
                preview.text.contains(#"\#(path)" alt="Nord &amp; Licht" width="160" height="60""#), "\(preview.text)")
            let policy = preview.headers["content-security-policy"]
            #expect(policy?.contains("img-src 'self' data:;") == true)

            try await Self.expectPublic(path, "image/png", picture, console)
            // A form without a file keeps it, a button removes it and saves what was typed besides.
            try await owner.get("/settings/mails")
            let kept = try await owner.post(
                "/settings/mails", [("sender_name", "Nord"), ("logo", Self.hash(path)), ("version", "1")])
            #expect(kept.status == 303)
            let still = try await owner.get("/settings/mails")
            #expect(Self.logoPath(still.text) == path)
            let removed = try await owner.post(
                "/settings/mails",
                [("sender_name", "Nordlicht"), ("logo", Self.hash(path)), ("version", "2"), ("remove_logo", "on")],
                file: ("file", "", []))
            #expect(removed.status == 303, "\(removed.text)")
            let after = try await owner.get("/settings/mails")
            #expect(Self.logoPath(after.text) == nil && after.text.contains(#"value="Nordlicht""#))
            // Mails that have gone out still show it.
            try await Self.expectPublic(path, "image/png", picture, console)
            let log = try await owner.get("/settings/audit")
            for entry in ["settings.logo_uploaded", "settings.mails", "settings.logo_removed", "800×300"] {
                #expect(log.text.contains(entry), "\(entry)")
            }
        }
    }

    @Test func whatIsNoPictureIsRefusedBesideItsField() async throws {
        try await Consoling.run(services: Self.services) { console in
            var owner = try await console.signedIn(.owner)
            try await owner.get("/settings/mails")
            let png = TestPicture.png(10, 10)
            let refused: [(bytes: [UInt8], text: String)] = [
                (Array("Only text".utf8), "neither a PNG nor a JPEG"),
                (Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), "do not show SVG"),
                (Array(png.prefix(20)), "cannot be read"), (TestPicture.png(2001, 10), "2001 × 10 pixels"),
                (png + [UInt8](repeating: 0, count: 200 << 10), "larger than 200 kB"),
                (png + [UInt8](repeating: 0, count: 9 << 20), "larger than 200 kB"),
            ]
            for (bytes, text) in refused {
                let answer = try await owner.post(
                    "/settings/mails", [("sender_name", "Kept, as typed"), ("version", "0")],
                    file: ("file", "logo.png", bytes))
                #expect(answer.status == 422 && answer.text.contains(text), "\(text): \(answer.status)")
                #expect(answer.text.contains("Kept, as typed") && answer.text.contains(#"id="f-logo-error""#))
                #expect(answer.text.contains(##"href="#f-logo""##) && Self.logoPath(answer.text) == nil)
            }
            let count = try await console.system.pool.execute(CountLogos()).first
            #expect(count == 0)

            // What is wrong elsewhere does not lose the picture.
            let jpeg = TestPicture.jpeg(40, 20)
            let wrong = try await owner.post(
                "/settings/mails", [("accent", "green"), ("version", "0")], file: ("file", "x.jpg", jpeg))
            #expect(wrong.status == 422)
            let path = try #require(Self.logoPath(wrong.text))
            try await Self.expectPublic(path, "image/jpeg", jpeg, console)
            let saved = try await owner.post(
                "/settings/mails", [("accent", "#0a5c36"), ("logo", Self.hash(path)), ("version", "0")])
            #expect(saved.status == 303)
        }
    }

    @Test func anotherAgencysIsNobodys() async throws {
        try await Consoling.run(services: Self.services) { console in
            var owner = try await console.signedIn(.owner)
            try await owner.get("/settings/mails")
            let picture = TestPicture.png(40, 20)
            try await owner.post("/settings/mails", [("version", "0")], file: ("file", "x.png", picture))
            let path = try #require(Self.logoPath(try await owner.get("/settings/mails").text))

            var other = try await console.signedIn(.otherOwner)
            let theirs = try await other.get("/settings/mails")
            #expect(Self.logoPath(theirs.text) == nil)
            let taken = try await other.post("/settings/mails", [("logo", Self.hash(path)), ("version", "0")])
            #expect(taken.status == 422 && taken.text.contains("has sent no such picture"), "\(taken.text)")
            let removed = try await other.post(
                "/settings/mails", [("logo", Self.hash(path)), ("remove_logo", "on"), ("version", "0")])
            #expect(removed.status == 303)
            let kept = try await owner.get("/settings/mails")
            #expect(Self.logoPath(kept.text) == path)

            var agent = try await console.signedIn(.bea)
            try await agent.get("/account")
            let denied = try await agent.post(
                "/settings/mails", [("version", "0")], file: ("file", "x.png", TestPicture.png(1, 1)))
            #expect(denied.status == 403)
            let forged = try await owner.post(
                "/settings/mails", [("version", "1")], file: ("file", "x.png", TestPicture.png(1, 1)), token: "x")
            #expect(forged.status == 403)
            let count = try await console.system.pool.execute(CountLogos()).first
            #expect(count == 1)

            var visitor = console.visitor()
            let hash = Self.hash(path)
            for unknown in [String(repeating: "0", count: 64), hash.uppercased(), String(hash.dropLast()), "x"] {
                let answer = try await visitor.get("/brand/\(unknown)")
                #expect(answer.status == 404 && answer.headers["set-cookie"] == nil, "\(unknown)")
            }
        }
    }

    /// Whoever asks: with no session, and nothing to remember one by.
    private static func expectPublic(
        _ path: String, _ type: String, _ bytes: [UInt8], _ console: Consoling
    ) async throws {
        var visitor = console.visitor()
        let answer = try await visitor.get(path)
        #expect(answer.status == 200 && answer.body == bytes && answer.headers["content-type"] == type)
        #expect(answer.headers["cache-control"] == "public, max-age=31536000, immutable")
        #expect(answer.headers["x-content-type-options"] == "nosniff" && answer.headers["set-cookie"] == nil)
        #expect(answer.headers["cross-origin-resource-policy"] == "cross-origin")
    }

    private static func logoPath(_ page: String) -> String? {
        page.firstMatch(of: /src="(\/brand\/[0-9a-f]{64})"/).map { String($0.1) }
    }

    private static func hash(_ path: String) -> String { String(path.suffix(64)) }

    private struct CountLogos: PostgresStatement {
        static let sql = "SELECT count(*) FROM mail_logos"
        var parameters: [PostgresParameter] { [] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
    }
}

extension Browser {
    /// Sends a form with a file, as `multipart/form-data`, with the token of the last page.
    @discardableResult
    fileprivate mutating func post(
        _ path: String, _ fields: [(String, String)], file: (field: String, name: String, bytes: [UInt8]),
        token: String? = nil
    ) async throws -> Answer {
        let boundary = "----boundary0c5f"
        let parts = [("form_token", token ?? formToken)] + fields
        var body = parts.map { part in
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.0)\"\r\n\r\n\(part.1)\r\n"
        }.joined()
        body +=
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n\r\n"
        let bytes = Array(body.utf8) + file.bytes + Array("\r\n--\(boundary)--\r\n".utf8)
        let type = ("content-type", "multipart/form-data; boundary=\(boundary)")
        return try await send(.post, path, headers: [type], body: bytes)
    }
}
