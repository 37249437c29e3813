internal import Foundation

/// What a planner makes of some rows of a file.
struct CheckedPiece: Sendable {
    let importID: UUID
    /// Of these rows alone.
    private(set) var tally = ImportTally()
    /// Of those that can become leads.
    private(set) var phones: [String] = []
    private var rows: [(line: Int, state: String, problems: [RowProblem], phone: String?)] = []

    init(_ rows: [ImportRow], of importID: UUID, _ planner: inout ImportPlanner) {
        self.importID = importID
        for row in rows { take(row, planner.take(row.row)) }
    }

    private mutating func take(_ row: ImportRow, _ planned: PlannedRow?) {
        let line = row.lines.lowerBound
        switch planned {
        case nil:
            tally.blank += 1
            rows.append((line, "blank", [], nil))
        case .accepted(let lead, let problems):
            tally.accepted += 1
            if !problems.isEmpty { tally.incomplete += 1 }
            phones.append(lead.phone)
            rows.append((line, "good", problems, lead.phone))
        case .refused(let problems):
            tally.refused += 1
            rows.append((line, "refused", problems, nil))
        case .duplicate(let lead, let problem):
            tally.duplicates += 1
            rows.append((line, "duplicate", [problem], lead.phone))
        }
    }

    func findings() throws -> KeepFindings {
        var findings = KeepFindings(id: importID)
        for row in rows {
            findings.lines.append(row.line)
            findings.states.append(row.state)
            findings.problems.append(try row.problems.json())
            findings.phones.append(row.phone)
        }
        return findings
    }
}
