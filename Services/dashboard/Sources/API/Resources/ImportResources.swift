internal import Contracts
internal import Foundation

/// How the API shows files of leads.
enum ImportResources {
    static let states = ["uploading", "uploaded", "checking", "checked", "running", "done", "cancelled", "failed"]
    static let columns = ImportColumn.allCases.map(\.rawValue)
    static let known = ["skip", "update"]

    static let row = Resource<ImportJob>("LeadImportSummary", "A file as a list has it.", facts { $0 })

    struct Detail: Sendable {
        var job: ImportJob
        var mapping: ColumnMapping?
        var preview: [[String]]
    }

    static let detail = Resource<Detail>(
        "LeadImport", "A file of leads, and how far it has come.",
        facts { $0.job } + [
            .init(
                "columns",
                JSONSchema(
                    .array, "What each column is: guessed first, then as it was set; null until the file is there.",
                    items: JSONSchema(.string, choices: columns)
                ).orNull
            ) { detail in
                detail.mapping.map { .array($0.columns.map { .string($0.rawValue) }) } ?? .null
            },
            .init("has_header", "Whether the first row has the names of the columns.") { $0.mapping?.hasHeader },
            .init("preview", "The first rows, to see what the columns are.") { $0.preview },
            .init("known", "What becomes of those that are leads already.", oneOf: known) { $0.job.known.rawValue },
            .init("calls", "Whether they are to be called as soon as the calling rules allow.") { $0.job.wantsCalls },
            .init("encoding", "As it was found to be.") { $0.job.encoding },
            .init("delimiter", "As it was found to be.") { $0.job.delimiter },
        ])

    private static func facts<Value: Sendable>(
        _ job: @escaping @Sendable (Value) -> ImportJob
    ) -> [Resource<Value>.Field] {
        [
            .init("id", "Of the import.") { job($0).id },
            .init("file_name", "As it was sent.") { job($0).fileName },
            .init("state", "How far it is; `checked` waits for a yes.", oneOf: states) { job($0).state.rawValue },
            .init("failure", "Why it failed.") { job($0).failure },
            .init("source", "Where the leads come from.") { job($0).source },
            .init("created_at", "When it was sent.") { job($0).createdAt },
            .init("started_at", "When somebody said yes.") { job($0).startedAt },
            .init("ended_at", "When it was over.") { job($0).endedAt },
            .init("created_by", "Who sent it.") { job($0).accountName },
            .init("rows", "In the file.") { job($0).rows },
            .init("checked_rows", "That were looked at.") { job($0).checked },
            .init("good_rows", "That can become leads.") { job($0).good },
            .init("known_rows", "Of the good: how many are leads already.") { job($0).alreadyKnown },
            .init("incomplete_rows", "Of the good: how many have values that are left out.") { job($0).incomplete },
            .init("refused_rows", "That are left out.") { job($0).refused },
            .init("duplicate_rows", "That are left out since an earlier row has the number.") { job($0).duplicates },
            .init("created", "Leads that were added.") { job($0).created },
            .init("updated", "Leads that were changed.") { job($0).updated },
            .init("skipped", "Rows whose leads were there and stay as they were.") { job($0).skipped },
        ]
    }

    static let problemRow = Resource<ListProblemRows.ProblemRow>(
        "LeadImportProblemRow", "A row with something wrong in it.",
        [
            .init("line", "In which it begins, counted from 1.") { $0.line },
            .init("is_left_out", "The whole row; else only the values that are wrong.") { $0.isRefused },
            .init("cells", "As they are in the file.") { $0.cells },
            .init("problems", "What is wrong.", each: problem) { $0.problems },
        ])

    private static let problem = Resource<RowProblem>(
        "LeadImportProblem", "Something that is wrong with a row.",
        [
            .init("line", "Counted from 1.") { $0.line },
            .init("last_line", "Of what is left out.") { $0.lastLine },
            .init("column", "Counted from 1; null: the whole row.") { $0.column },
            .init("code", "What.", oneOf: RowProblem.Code.allCases.map(\.rawValue)) { $0.code.rawValue },
            .init("detail", "The same in words.") { Words(language: .english).problem($0) },
            .init("value", "The beginning of what stands there.") { $0.value },
            .init("first_line", "Of a duplicate: the line that came first.") { $0.firstLine },
        ])
}
