internal import ArgumentParser
internal import Foundation
internal import Postgres

/// Everything about one message.
struct MessagesShow: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: "Show one message, its course, and what took over from it.",
            discussion: """
                DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
                """)
    }

    @Argument(help: "The message's id, as `messages list` prints it.")
    var id: IDArgument

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let (rows, facts, receipts) = try await pool.pipeline(
                ListMessages(id: id.id), LoadMessageFacts(id: id.id), LoadReceipts(id: id.id))
            guard let row = rows.first, let facts = facts.first else {
                throw Failure(
                    "there is no message \(id.id.uuidString.lowercased())", advice: "see `thavon messages list`")
            }
            var chain: [MessageRow] = []
            if let id = row.chain { chain = try await pool.execute(ListMessages(chain: id)) }
            for line in MessageReport(row: row, facts: facts, receipts: receipts, chain: chain).lines {
                Terminal.say(line)
            }
        }
    }
}

/// What `messages show` prints. Pure.
struct MessageReport {
    var row: MessageRow
    var facts: MessageFacts
    var receipts: [MessageReceiptRow]
    /// In the order in which one takes over from the other; empty where nothing does.
    var chain: [MessageRow]

    var lines: [String] {
        let attributes: [(String, String?)] = [
            ("kind", row.kind), ("to", "\(row.name) (\(row.role))"), ("by", row.channel),
            ("address", row.address ?? "none"), ("language", facts.language), ("status", row.status),
            ("reason", row.reason), ("receipt", row.receipt), ("its reason", row.receiptReason),
            ("error code", facts.errorCode.map { "\($0)" }), ("attempts", "\(facts.attempts)"),
            ("provider's id", facts.providerMessageID), ("call", facts.callID?.uuidString.lowercased()),
            ("appointment", facts.appointmentID?.uuidString.lowercased()),
            ("lead", facts.leadID?.uuidString.lowercased()), ("message", row.id.uuidString.lowercased()),
        ]
        let head = attributes.compactMap { name, value in value.map { "\(name.padded(to: 14)) \($0)" } }
        let course = timeline.map { "  \(Terminal.time($0.at))  \($0.words)" }
        guard chain.count > 1 else { return head + ["", "Course"] + course }
        let others = chain.enumerated().map { index, message in
            "  \(index + 1). \(message.summary)\(message.id == row.id ? "  (this one)" : "")"
        }
        return head + ["", "Course"] + course + ["", "One after the other, until one arrives"] + others
    }

    /// In order of time.
    var timeline: [(at: Date, words: String)] {
        var steps: [(at: Date, words: String)] = [(facts.createdAt, "written down")]
        if let turn = facts.turnBeganAt, turn.timeIntervalSince(facts.createdAt) > 1 {
            steps.append((turn, "its turn"))
        }
        if let first = facts.firstAttemptAt { steps.append((first, "first attempt")) }
        if let sentAt = facts.sentAt { steps.append((sentAt, "the provider has it")) }
        if facts.isWaiting {
            let isFirst = facts.firstAttemptAt == nil
            if !isFirst || facts.nextAttemptAt > facts.createdAt {
                steps.append((facts.nextAttemptAt, isFirst ? "not before" : "not again before"))
            }
        }
        if let checkAt = facts.checkAt { steps.append((checkAt, "the provider is asked whether it has it")) }
        if let due = facts.chainDueAt { steps.append((due, "the next one takes over, unless it has arrived")) }
        for receipt in receipts {
            let code = receipt.errorCode.map { " (\($0))" } ?? ""
            steps.append((receipt.occurredAt, receipt.status + code + (receipt.reason.map { ": \($0)" } ?? "")))
        }
        // Sorting keeps the order of equal times.
        return steps.sorted { $0.at < $1.at }
    }
}
