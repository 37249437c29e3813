/// What would become of a row.
enum PlannedRow: Sendable, Hashable {
    /// With the problems of values that are left out.
    case accepted(LeadRow, [RowProblem])
    case refused([RowProblem])
    /// Refused because its number stands in an earlier row that is accepted.
    case duplicate(LeadRow, RowProblem)

    var problems: [RowProblem] {
        switch self {
        case .accepted(_, let problems), .refused(let problems): problems
        case .duplicate(_, let problem): [problem]
        }
    }
}
