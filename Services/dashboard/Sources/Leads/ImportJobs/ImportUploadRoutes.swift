internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Postgres

/// `/leads/import`: a file is sent, and its rows are put away.
struct ImportUploadRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/leads/import") { request, context in
            try context.ownersOnly()
            let country = try await desk.country(context.viewer)
            let page = ImportStartPage(
                frame: console.frame(request, context), languages: console.languages,
                options: ImportOptions(country: country))
            return Response.html(page.render())
        }
        group.post("/leads/import") { request, context in
            try context.ownersOnly()
            return try await take(request, context)
        }
    }

    private func take(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let frame = console.frame(request, context)
        switch try await receive(request, context) {
        case .stored(let id): return .seeOther("/leads/imports/\(id.uuidString.lowercased())")
        case .refused(var options, let problems):
            if options.country.isEmpty { options.country = try await desk.country(context.viewer) }
            return .html(
                ImportStartPage(frame: frame, languages: console.languages, options: options, problems: problems)
                    .render(),
                status: .unprocessableContent)
        }
    }

    private enum Outcome: Sendable {
        case stored(UUID)
        case refused(ImportOptions, [ImportOptions.Field: Phrase])
    }

    private var desk: ImportDesk { ImportDesk(console: console) }

    /// What has become of a form so far.
    private struct Receiving: Sendable {
        var options = ImportOptions(country: "")
        var problems: [ImportOptions.Field: Phrase] = [:]
        var upload: ImportUpload?
    }

    /// Reads on to the end also when it is known that nothing comes of it: a browser that still sends would not see the answer.
    private func receive(_ request: Request, _ context: ViewerContext) async throws -> Outcome {
        guard var reader = try? UploadReader(contentType: request.headers[.contentType] ?? "") else {
            throw BadRequest(.notUnderstoodText)
        }
        var receiving = Receiving()
        var bytes = 0
        do {
            for try await buffer in request.body {
                bytes += buffer.readableBytes
                guard bytes <= 2 * UploadReader.mostFileBytes else { throw BadRequest(.formTooLong) }
                guard receiving.problems.isEmpty else { continue }
                do {
                    let events = try reader.feed(buffer.readableBytesView)
                    for event in events { try await take(event, reader.fields, &receiving, context) }
                } catch let error as UploadReader.Problem {
                    guard error == .fileTooLong else { throw BadRequest(.notUnderstoodText) }
                    receiving.problems[.file] = .fileTooLong
                    try await desk.giveUp(receiving.upload?.id, "too_long", context.viewer)
                }
            }
            guard receiving.problems.isEmpty else { return .refused(receiving.options, receiving.problems) }
            guard (try? reader.finish()) != nil else { throw BadRequest(.notUnderstoodText) }
        } catch {
            await desk.leave(receiving.upload?.id, context.viewer)
            throw error
        }
        return try await end(receiving, context)
    }

    private func take(
        _ event: UploadReader.Event, _ fields: [(String, String)], _ receiving: inout Receiving,
        _ context: ViewerContext
    ) async throws {
        switch event {
        case .file(let name):
            let form = try Form(fields, ofSession: context.sessionToken)
            receiving.options = ImportOptions(form)
            receiving.problems = receiving.options.problems(languages: console.languages)
            if name.isEmpty { receiving.problems[.file] = .chooseAFile }
            guard receiving.problems.isEmpty else { return }
            receiving.upload = try await desk.begin(name, receiving.options, by: context.principal)
        case .bytes(let bytes): try await receiving.upload?.take(bytes)
        case .fileEnd: break
        }
    }

    private func end(_ receiving: Receiving, _ context: ViewerContext) async throws -> Outcome {
        guard let upload = receiving.upload else { return .refused(receiving.options, [.file: .chooseAFile]) }
        guard try await desk.end(upload) else { return .refused(receiving.options, [.file: .nothingInFile]) }
        return .stored(upload.id)
    }
}

extension Phrase {
    static let chooseAFile = Phrase("Choose a file.", es: "Elija un archivo.")
    static let fileTooLong = Phrase(
        "The file is larger than 50 MB. Divide it and send the parts.",
        es: "El archivo pasa de 50 MB. Divídalo y envíe las partes.")
    static let nothingInFile = Phrase(
        "There is nothing in this file that could be read as a table.",
        es: "En este archivo no hay nada que se pueda leer como una tabla.")
}
