internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Rows that become leads together.
struct ImportBatch: Sendable {
    let job: ImportJob
    let agencyID: AgencyID
    let at: Date
    private(set) var leads: [LeadRow]
    private var ids: [UUID]
    private var proofs: [String]

    init(_ leads: [LeadRow], of job: ImportJob, agencyID: AgencyID, at now: Date) throws {
        self.job = job
        self.agencyID = agencyID
        at = now
        self.leads = leads
        ids = leads.map { _ in .timeOrdered(at: now) }
        proofs = try leads.map { try Self.proof($0, job, now) }
    }

    /// Only those whose numbers are not among these.
    func without(_ phones: Set<String>) -> ImportBatch {
        var rest = self
        let kept = leads.indices.filter { !phones.contains(leads[$0].phone) }
        rest.leads = kept.map { leads[$0] }
        rest.ids = kept.map { ids[$0] }
        rest.proofs = kept.map { proofs[$0] }
        return rest
    }

    /// What a row says itself counts more than what is said of the whole file.
    static func consent(of lead: LeadRow, in job: ImportJob) -> ConsentKind? { lead.consent ?? job.consent }

    /// What is said of a row whose lead has refused, and goes on refusing whatever the file says; nil when the file says so, too,
    /// or nothing.
    func refusalKept(for lead: LeadRow) throws(UnreadableSetting) -> RowProblem? {
        guard let consent = Self.consent(of: lead, in: job), consent != .refused else { return nil }
        let columns = try job.mapping?.columns
        let column = lead.consent == nil ? nil : columns?.firstIndex(of: .consent).map { $0 + 1 }
        return RowProblem(line: lead.line, column: column, code: .refusalKept, value: "")
    }

    /// Where to look when somebody asks.
    private static func proof(_ lead: LeadRow, _ job: ImportJob, _ now: Date) throws -> String {
        let entries = [
            "file": job.fileName, "line": "\(lead.line)", "import": job.id.uuidString.lowercased(),
            "text": lead.consent == nil ? job.consentStatement : nil, "entered_by": job.accountName,
            "received_at": now.rfc3339,
        ].compactMapValues(\.self)
        return String(decoding: try ContractJSON.encode(entries), as: UTF8.self)
    }

    /// `$1` to `$17`.
    var parameters: [PostgresParameter] {
        [
            .init(agencyID), .init(job.source), .init(at), .init(ids), .init(leads.map(\.name)),
            .init(leads.map(\.phone)), .init(leads.map(\.email)), .init(leads.map(\.postcode)),
            .init(leads.map(\.country)), .init(leads.map(\.countryIsGiven)), .init(leads.map(\.preferredLanguage)),
            .init(leads.map(\.languageIsGiven)),
            .init(leads.map(\.timeZone)), .init(leads.map(\.timeZoneGiven)), .init(leads.map(\.notes)),
            .init(leads.map { Self.consent(of: $0, in: job)?.rawValue }), .init(proofs),
        ]
    }
}
