internal import Contracts
internal import Foundation
internal import Logging
internal import Postgres

/// Takes files of leads in, and does with them what somebody wishes; ``ImportWorker`` does the work.
struct ImportDesk: Sendable {
    let console: Console

    /// Of numbers without a country code, unless something else is said.
    func country(_ viewer: Viewer) async throws -> String {
        let query = FindDefaultCountry(agencyID: viewer.agencyID)
        return try await console.database.run(as: viewer) { try await $0.execute(query).first } ?? "US"
    }

    /// - Throws: ``NotFound`` when the viewer has no such import.
    func job(_ id: UUID, _ viewer: Viewer) async throws -> ImportJob {
        let found = try await console.database.run(as: viewer) { try await $0.execute(LoadImport(id: id)).first }
        guard let found else { throw NotFound() }
        return found
    }

    // MARK: The file

    /// - Parameter options: without a problem.
    func begin(_ fileName: String, _ options: ImportOptions, by principal: Principal) async throws -> ImportUpload {
        let (id, viewer) = (UUID.timeOrdered(), principal.viewer)
        try await console.database.run(as: viewer) { transaction in
            _ = try await transaction.pipeline(
                AddImport(id: id, viewer: viewer, fileName: fileName, options: options),
                entry("leads.uploaded", id, principal))
        }
        return ImportUpload(id: id, viewer: viewer, database: console.database)
    }

    /// - Returns: whether there was anything in it; else it is given up.
    func end(_ begun: ImportUpload) async throws -> Bool {
        var upload = begun
        do {
            if try await upload.finish() { return true }
        } catch {
            await leave(upload.id, upload.viewer)
            throw error
        }
        try await giveUp(upload.id, "nothing_in_it", upload.viewer)
        return false
    }

    /// After what is told anyway: that it cannot be noted besides is only for the log. Such an upload is cleared away later.
    func leave(_ id: UUID?, _ viewer: Viewer) async {
        do {
            try await giveUp(id, "upload_broken", viewer)
        } catch {
            console.logger.warning(
                "an upload that broke off cannot be given up", error: error,
                metadata: ["import": "\(id?.uuidString.lowercased() ?? "none")"])
        }
    }

    func giveUp(_ id: UUID?, _ failure: String, _ viewer: Viewer) async throws {
        guard let id else { return }
        try await console.database.run(as: viewer) { _ = try await $0.execute(FailImport(id: id, failure: failure)) }
    }

    // MARK: What is done with it

    /// Has the rows looked at.
    ///
    /// - Parameter mapping: one without a problem.
    /// - Returns: false when it is too late for that, or too early.
    func check(_ id: UUID, _ mapping: ColumnMapping, by principal: Principal) async throws -> Bool {
        let begin = try BeginCheck(id: id, mapping: mapping)
        return try await console.database.run(as: principal.viewer) { transaction in
            guard try await transaction.executeCounting(begin) == 1 else { return false }
            _ = try await transaction.execute(entry("leads.import_columns", id, principal))
            return true
        }
    }

    /// Somebody says yes.
    ///
    /// - Returns: false when it is under way already, or has not been looked at, or no row of it is good.
    func begin(
        _ id: UUID, known: ImportJob.Known, wantsCalls: Bool, by principal: Principal
    ) async throws -> Bool {
        let begin = BeginImport(id: id, known: known, wantsCalls: wantsCalls)
        return try await console.database.run(as: principal.viewer) { transaction in
            guard try await transaction.executeCounting(begin) == 1 else { return false }
            _ = try await transaction.execute(entry("leads.imported", id, principal))
            return true
        }
    }

    /// - Returns: false when it is over already.
    func cancel(_ id: UUID, by principal: Principal) async throws -> Bool {
        try await console.database.run(as: principal.viewer) { transaction in
            guard try await transaction.executeCounting(CancelImport(id: id)) == 1 else { return false }
            _ = try await transaction.execute(entry("leads.import_cancelled", id, principal))
            return true
        }
    }

    private func entry(_ action: String, _ id: UUID, _ principal: Principal) -> AddAuditEntry {
        principal.entry(action, subject: ("lead_import", id.uuidString.lowercased()))
    }
}
