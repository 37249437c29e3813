internal import CSV
internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// Checks files of leads, and imports those that somebody has said yes to. The claim is renewed with each piece, and each piece is
/// one transaction.
struct ImportWorker: JobWorker {
    static let chunk = 500
    /// Seconds; far longer than a piece of work takes.
    static let lease = 60.0
    static let kind = "import"
    static let pause = Duration.seconds(2)

    let database: ConsoleDatabase
    let readers: ImportReaders
    let logger: Logger

    /// It was begun without anybody having said which column is what.
    struct NoColumns: Error {}

    var pool: PostgresPool { database.pool }
    var claiming: ClaimImport { ClaimImport(lease: Self.lease) }
    var forgetting: ForgetImports { ForgetImports() }

    func giveUp(_ claim: JobClaim) async {
        do {
            try await database.run(for: claim.agencyID) { transaction in
                _ = try await transaction.execute(FailImport(id: claim.id, failure: "unexpected", token: claim.token))
            }
        } catch {
            logger.warning("an import cannot be given up right now", error: error)
        }
    }

    func work(_ claim: JobClaim) async throws {
        let job = try await database.run(for: claim.agencyID) { try await $0.execute(LoadImport(id: claim.id)).first }
        guard let job, job.leaseToken == claim.token else { throw JobClaimLost() }
        guard let mapping = try job.mapping else { throw NoColumns() }
        let isDone =
            switch job.state {
            case .checking: try await check(job, mapping, claim)
            case .running: try await bringIn(job, mapping, claim)
            default: throw JobClaimLost()
            }
        try await database.run(for: claim.agencyID) { transaction in
            if isDone {
                _ = try await transaction.execute(EndImportStep(claim: claim))
            } else {
                _ = try await transaction.execute(ReleaseImport(claim: claim))
            }
        }
    }
}

// MARK: Looking at the rows

extension ImportWorker {
    /// - Returns: false when it stopped because the service does.
    private func check(_ job: ImportJob, _ mapping: ColumnMapping, _ claim: JobClaim) async throws -> Bool {
        var planner = ImportPlanner(mapping: mapping, defaults: job.defaults, readers: readers)
        // The planner knows which numbers came before, so it has to see what somebody else has looked at.
        var position = 0
        while position < job.position {
            let rows = try await self.rows(
                ListImportRows(id: job.id, after: position, upTo: job.position, limit: 2000), claim)
            guard let last = rows.last else { break }
            for row in rows { _ = planner.take(row.row) }
            position = last.lines.lowerBound
        }
        while true {
            if Task.isShuttingDownGracefully { return false }
            let rows = try await self.rows(ListImportRows(id: job.id, after: position, limit: Self.chunk), claim)
            guard let last = rows.last else { return true }
            position = last.lines.lowerBound
            let piece = CheckedPiece(rows, of: job.id, &planner)
            try await keep(piece, rows: rows.count, position: position, claim)
        }
    }

    private func rows(_ list: ListImportRows, _ claim: JobClaim) async throws -> [ImportRow] {
        try await database.run(for: claim.agencyID) { try await $0.execute(list) }
    }

    private func keep(_ piece: CheckedPiece, rows: Int, position: Int, _ claim: JobClaim) async throws {
        let findings = try piece.findings()
        try await database.run(for: claim.agencyID) { transaction in
            let (known, _) = try await transaction.pipeline(
                CountKnownNumbers(agencyID: claim.agencyID, phones: piece.phones), findings)
            let advance = AdvanceCheck(
                claim: claim, position: position, rows: rows, tally: piece.tally, known: known.first ?? 0,
                lease: Self.lease)
            guard try await transaction.executeCounting(advance) == 1 else { throw JobClaimLost() }
        }
    }
}

// MARK: Importing them

extension ImportWorker {
    private func bringIn(_ job: ImportJob, _ mapping: ColumnMapping, _ claim: JobClaim) async throws -> Bool {
        var reader = RowReader(mapping: mapping, defaults: job.defaults, readers: readers)
        var position = job.position
        while true {
            if Task.isShuttingDownGracefully { return false }
            let list = ListGoodRows(id: job.id, after: position, limit: Self.chunk)
            let rows = try await database.run(for: claim.agencyID) { try await $0.execute(list) }
            guard let last = rows.last else { return true }
            position = last.lines.lowerBound
            var leads: [LeadRow] = []
            for row in rows {
                guard case .record(let record) = row.row, let lead = reader.read(record).lead else { continue }
                leads.append(lead)
            }
            let batch = try ImportBatch(leads, of: job, agencyID: claim.agencyID, at: Date())
            let counts = try await database.change(for: claim.agencyID) { transaction in
                try await keep(batch, position: position, claim, in: transaction)
            }
            Counter(label: "thavon_leads_imported_total", dimensions: [("outcome", "created")]).increment(
                by: counts.created)
            Counter(label: "thavon_leads_imported_total", dimensions: [("outcome", "updated")]).increment(
                by: counts.updated)
        }
    }

    private struct Counts: Sendable {
        var created = 0
        var updated = 0
        var skipped = 0
    }

    private func keep(
        _ batch: ImportBatch, position: Int, _ claim: JobClaim, in transaction: PostgresTransaction
    ) async throws -> (Counts, [OutgoingEvent]) {
        let phones = batch.leads.map(\.phone)
        let (created, barred) = try await transaction.pipeline(
            AddImportedLeads(batch: batch), ListBarredNumbers(agencyID: claim.agencyID, phones: phones))
        let rest = batch.without(Set(created.map(\.phone)))
        let updates = batch.job.known == .update
        let met =
            rest.leads.isEmpty
            ? []
            : updates
                ? try await transaction.execute(UpdateImportedLeads(batch: rest))
                : try await transaction.execute(
                    ListLeadsByPhone(agencyID: claim.agencyID, phones: rest.leads.map(\.phone)))
        var counts = Counts(created: created.count)
        if updates { counts.updated = met.count } else { counts.skipped = rest.leads.count }
        let outcomes = try Self.outcomes(batch, created, met, updates)
        _ = try await transaction.execute(outcomes)
        let advance = AdvanceImport(
            claim: claim, position: position, created: counts.created, updated: counts.updated, skipped: counts.skipped,
            lease: Self.lease)
        guard try await transaction.executeCounting(advance) == 1 else { throw JobClaimLost() }
        let barredPhones = Set(barred)
        let events = try created.map { lead in
            try LeadEvents.event(
                about: lead.id, claim.agencyID,
                LeadCreated(
                    leadID: LeadID(rawValue: lead.id), source: "import",
                    canBeCalled: !barredPhones.contains(lead.phone),
                    consent: lead.consent, isCallWanted: batch.job.wantsCalls))
        }
        guard updates else { return (counts, events) }
        return (
            counts,
            events
                + (try met.map { lead in
                    try LeadEvents.event(
                        about: lead.id, claim.agencyID,
                        LeadUpdated(
                            leadID: LeadID(rawValue: lead.id), source: "import", isInquiry: false,
                            canBeCalled: !barredPhones.contains(lead.phone), consent: lead.consent))
                })
        )
    }

    private static func outcomes(
        _ batch: ImportBatch, _ created: [ImportedLead], _ met: [ImportedLead], _ updates: Bool
    ) throws -> KeepOutcomes {
        let new = Dictionary(created.map { ($0.phone, $0.id) }) { first, _ in first }
        let old = Dictionary(met.map { ($0.phone, $0.id) }) { first, _ in first }
        let refusing = Set(updates ? met.filter { $0.consent == .refused }.map(\.phone) : [])
        var outcomes = KeepOutcomes(id: batch.job.id)
        for lead in batch.leads {
            outcomes.lines.append(lead.line)
            outcomes.states.append(new[lead.phone] != nil ? "created" : updates ? "updated" : "skipped")
            outcomes.leadIDs.append(new[lead.phone] ?? old[lead.phone])
            let problem = refusing.contains(lead.phone) ? try batch.refusalKept(for: lead) : nil
            outcomes.problems.append(try problem.map { [$0] }.flatMap { try $0.json() })
        }
        return outcomes
    }
}
