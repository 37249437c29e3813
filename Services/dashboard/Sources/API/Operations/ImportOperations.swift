internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import NIOCore
internal import Postgres

/// `/api/v1/lead-imports`; for owners.
struct ImportOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [list, upload, show, problems, setColumns, start, cancel] }

    private var desk: ImportDesk { ImportDesk(console: console) }

    private var list: APIOperation {
        APIOperation(
            "listLeadImports", .get, "/lead-imports", tag: "Lead imports", "Files of leads, newest first",
            content: .json(ImportResources.row.page.schema)
        ) { call in
            let (after, limit) = (try call.cursor(), call.limit)
            let query = ListImports(agencyID: call.viewer.agencyID, after: after, limit: limit + 1)
            let jobs = try await console.database.run(as: call.viewer) { try await $0.execute(query) }
            return .json(
                ImportResources.row.page.json(APIPage(jobs, limit: limit) { Cursor($0.createdAt, $0.id) }))
        }
        .query(APIParameter.pages).forOwners()
    }

    // MARK: The file

    private var upload: APIOperation {
        APIOperation(
            "uploadLeads", .post, "/lead-imports", tag: "Lead imports", "Send a file of leads",
            content: .json(ImportResources.detail.schema)
        ) { call in
            let options = try await options(call)
            let name = UploadReader.baseName(call.query["file_name"] ?? "leads.csv")
            let upload = try await receive(call, try await desk.begin(name, options, by: call.principal))
            guard try await desk.end(upload) else {
                throw APIProblem(
                    .unprocessableContent, .invalidBody, Words(language: .english)(.nothingInFile))
            }
            return .json(
                try await read(upload.id, call.viewer), status: .created,
                headers: [.location: "\(APITable.root)/lead-imports/\(upload.id.uuidString.lowercased())"])
        }
        .details(
            "Nothing becomes a lead before somebody says so: look at `columns`, put them right, look at the rows with problems, then start."
        )
        .rawBody(
            ["text/csv"],
            "A table: commas, semicolons, tabs or bars between cells, UTF-8, UTF-16 or Windows-1252; at most \(UploadReader.mostFileBytes >> 20) MiB."
        )
        .query([
            APIParameter(
                "source", JSONSchema(.string, "Where the file comes from.", length: 1...200), isRequired: true),
            APIParameter("file_name", JSONSchema(.string, "What it is called.", length: 1...200)),
            APIParameter(
                "country",
                JSONSchema(
                    .string, "Of numbers without a country (ISO 3166-1 alpha-2); the agency's unless it is said.",
                    length: 2...2)),
            APIParameter(
                "language",
                JSONSchema(
                    .string,
                    "Of everybody whose row has none (BCP 47); what is usual where they are unless it is said.",
                    length: 2...35)),
            APIParameter(
                "consent",
                JSONSchema(
                    .string, "What everybody has agreed to whose row does not tell.",
                    choices: ConsentKind.allCases.filter { $0 != .refused }.map(\.rawValue))),
            APIParameter(
                "statement",
                JSONSchema(.string, "The words that were agreed to; needed with an agreement.", length: 1...1000)),
        ])
        .status(.created).forOwners()
    }

    /// - Throws: ``APIProblem`` with every parameter that will not do.
    private func options(_ call: APICall) async throws -> ImportOptions {
        let usual = try await desk.country(call.viewer)
        var options = ImportOptions(country: call.query["country"] ?? usual)
        options.language = call.query["language"] ?? ""
        options.consent = call.query["consent"] ?? ""
        options.statement = call.query["statement"] ?? ""
        options.source = call.query["source"] ?? ""
        let words = Words(language: .english)
        let parts = options.problems(languages: console.languages).sorted { $0.key.rawValue < $1.key.rawValue }
            .map { APIProblem.Part(place: .parameter($0.key.rawValue), detail: words($0.value)) }
        guard parts.isEmpty else { throw APIProblem(.badRequest, .invalidParameter, nil, parts: parts) }
        return options
    }

    /// Reads on for a while when the file is too long: whoever still sends would not see the answer.
    private func receive(_ call: APICall, _ begun: ImportUpload) async throws -> ImportUpload {
        var upload = begun
        var bytes = 0
        do {
            for try await buffer in call.request.body {
                bytes += buffer.readableBytes
                guard bytes <= 2 * UploadReader.mostFileBytes else { break }
                if bytes <= UploadReader.mostFileBytes { try await upload.take(Array(buffer.readableBytesView)) }
            }
        } catch {
            await desk.leave(upload.id, call.viewer)
            throw error
        }
        guard bytes <= UploadReader.mostFileBytes else {
            try await desk.giveUp(upload.id, "too_long", call.viewer)
            throw APIProblem(.contentTooLarge, nil, Words(language: .english)(.fileTooLong))
        }
        return upload
    }

    // MARK: What is known of it

    private var show: APIOperation {
        APIOperation(
            "getLeadImport", .get, "/lead-imports/{id}", tag: "Lead imports", "A file, and how far it has come",
            content: .json(ImportResources.detail.schema)
        ) { call in .json(try await read(try call.id(), call.viewer)) }
        .forOwners()
    }

    /// - Throws: ``NotFound`` when the viewer has no such import.
    private func read(_ id: UUID, _ viewer: Viewer) async throws -> JSONValue {
        let job = try await desk.job(id, viewer)
        let preview = try await console.database.run(as: viewer) { try await $0.execute(PreviewImport(id: id)) }
        return ImportResources.detail.json(.init(job: job, mapping: try job.mapping, preview: preview))
    }

    private var problems: APIOperation {
        APIOperation(
            "listLeadImportProblems", .get, "/lead-imports/{id}/problems", tag: "Lead imports",
            "Rows with something wrong in them, in the file's order",
            content: .json(ImportResources.problemRow.page.schema)
        ) { call in
            let (job, after, limit) = (try await desk.job(call.id(), call.viewer), try call.cursor(), call.limit)
            guard after.map({ $0.id == job.id && (0...Int64(Int32.max)).contains($0.key) }) != false else {
                throw APIProblem.parameter("cursor", "is none that a page has given out")
            }
            let query = ListProblemRows(id: job.id, after: after.map { Int($0.key) } ?? 0, limit: limit + 1)
            let rows = try await console.database.run(as: call.viewer) { try await $0.execute(query) }
            let page = APIPage(rows, limit: limit) { Cursor(key: Int64($0.line), id: job.id) }
            return .json(ImportResources.problemRow.page.json(page))
        }
        .query(APIParameter.pages).forOwners()
    }

    // MARK: What is done with it

    private var setColumns: APIOperation {
        APIOperation(
            "setLeadImportColumns", .put, "/lead-imports/{id}/columns", tag: "Lead imports",
            "Say what the columns are, and have the rows looked at", content: .json(ImportResources.detail.schema)
        ) { call in
            let job = try await desk.job(call.id(), call.viewer)
            guard let guessed = try job.mapping, job.state == .uploaded || job.state == .checked else {
                throw Self.tooLate(job)
            }
            let columns = call.texts("columns").compactMap { ImportColumn(rawValue: $0) }
            guard columns.count == guessed.columns.count else {
                throw APIProblem.invalid("columns", "must have \(guessed.columns.count) elements")
            }
            let mapping = ColumnMapping(columns: columns, hasHeader: call.flag("has_header") ?? guessed.hasHeader)
            if let problem = mapping.problem {
                throw APIProblem.invalid("columns", Words(language: .english)(problem))
            }
            guard try await desk.check(job.id, mapping, by: call.principal) else { throw Self.tooLate(job) }
            return .json(try await read(job.id, call.viewer), status: .accepted)
        }
        .body(
            JSONSchema(
                "LeadImportColumns", "What the columns are.",
                members: [
                    .required(
                        "columns",
                        JSONSchema(
                            .array, "Each column of the file, in its order; one has to be `phone`.", length: 1...1000,
                            items: JSONSchema(.string, choices: ImportResources.columns))),
                    .optional(
                        "has_header",
                        JSONSchema(.boolean, "Whether the first row has their names; left out: as it was found.")),
                ])
        )
        .status(.accepted).problems(.conflict).forOwners()
    }

    private var start: APIOperation {
        APIOperation(
            "startLeadImport", .post, "/lead-imports/{id}/start", tag: "Lead imports",
            "Have the good rows become leads", content: .json(ImportResources.detail.schema)
        ) { call in
            let job = try await desk.job(call.id(), call.viewer)
            guard let known = ImportJob.Known(rawValue: call.text("known") ?? ""), let wantsCalls = call.flag("calls")
            else { throw APIProblem.invalid("known", "is missing") }
            if try await !desk.begin(job.id, known: known, wantsCalls: wantsCalls, by: call.principal) {
                let now = try await desk.job(job.id, call.viewer)
                // Said twice is said once.
                guard now.state == .running || now.state == .done else {
                    guard now.state == .checked else { throw Self.tooLate(now) }
                    throw APIProblem(.conflict, .refused, "No row of this file can become a lead.")
                }
            }
            return .json(try await read(job.id, call.viewer), status: .accepted)
        }
        .body(
            JSONSchema(
                "LeadImportStart", "The yes to an import.",
                members: [
                    .required(
                        "known",
                        JSONSchema(
                            .string, "What becomes of those that are leads already.", choices: ImportResources.known)),
                    .required(
                        "calls",
                        JSONSchema(.boolean, "Whether they are to be called as soon as the calling rules allow.")),
                ])
        )
        .status(.accepted).problems(.conflict).forOwners()
    }

    private var cancel: APIOperation {
        APIOperation(
            "cancelLeadImport", .post, "/lead-imports/{id}/cancel", tag: "Lead imports", "Stop an import",
            content: .json(ImportResources.detail.schema)
        ) { call in
            let job = try await desk.job(call.id(), call.viewer)
            if try await !desk.cancel(job.id, by: call.principal) {
                let now = try await desk.job(job.id, call.viewer)
                guard now.state == .cancelled else { throw Self.tooLate(now) }
            }
            return .json(try await read(job.id, call.viewer))
        }
        .details("Leads that were added stay.").problems(.conflict).forOwners()
    }

    private static func tooLate(_ job: ImportJob) -> APIProblem {
        APIProblem(.conflict, .refused, "That cannot be done in the state `\(job.state.rawValue)`.")
    }
}
