internal import Foundation

/// How the API shows files of calls.
enum CallExportResources {
    static let export = Resource<CallExport>(
        "CallExport", "A file of calls that is prepared, and how far it is.",
        [
            .init("id", "Of the export.") { $0.id },
            .init("created_at", "When it was wished; calls that came later are not in it.") { $0.createdAt },
            .init("filter", "Which calls these are, as the parameters of `listCalls`.") {
                String($0.query.dropFirst())
            },
            .init("state", "How far it is.", oneOf: JobState.allCases.map(\.rawValue)) { $0.state.rawValue },
            .init(
                "failure", "Why there is no file.", oneOf: CallExport.Failure.allCases.map(\.rawValue)
            ) { (export: CallExport) -> String? in export.failure?.rawValue },
            .init("calls", "That are in the file by now.") { $0.done },
            .init("calls_total", "That are to be in it; null when they are not counted.") { $0.total },
            .init("bytes", "Of the file by now.") { $0.bytes },
            .init("ended_at", "When it was ready, or given up.") { $0.endedAt },
            .init("expires_at", "When it is deleted.") { $0.expiresAt },
            .init("file", "The path of the file; null as long as it is not ready.") { export in
                export.state == .done ? "\(APITable.root)\(CallExport.path(export.id))/calls.csv" : nil
            },
        ])

    static let new = JSONSchema(
        "NewCallExport", "Which calls.",
        members: [
            .optional(
                "filter",
                JSONSchema(
                    .string,
                    "The parameters of `listCalls` as an address has them, such as `status=answered&period=7d`.",
                    length: 0...2000))
        ])
}
