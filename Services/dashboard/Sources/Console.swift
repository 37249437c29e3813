internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Messaging
internal import ObjectStore

/// What the console's pages stand on.
struct Console: Sendable {
    let database: ConsoleDatabase
    let commands: CommandClient
    let recordings: ObjectStore
    let live: LiveHub
    let assets: Assets
    let languages: CallLanguages
    let logger: Logger

    /// How long somebody waits for another service.
    static let patience = 10.0

    func frame(_ request: Request, _ context: ViewerContext) -> PageFrame {
        let viewer = context.viewer
        let language = ConsoleLanguage(
            preferred: viewer.language, acceptLanguage: request.headers[.acceptLanguage])
        return PageFrame(
            assets: assets, viewer: viewer, formToken: FormToken.make(for: context.sessionToken),
            words: Words(language: language), time: ViewerTime(zone: viewer.timeZone, language: language, now: Date()))
    }

    /// Has another service do something in the viewer's name.
    ///
    /// - Parameter id: of a command that may be sent again, by ``OnceOnly``: then it is done once all the same.
    /// - Throws: `DeadlineExceeded` and `AMQPError` when it could not be asked.
    func send<Payload: CommandPayload>(
        _ payload: Payload, as viewer: Viewer, id: CommandID? = nil
    ) async throws -> CommandResult<Payload.Reply> {
        let deadline = Date().addingTimeInterval(Self.patience)
        let id = id ?? .new()
        // A command that comes again is told by its id and its time; the id has the time in it.
        let command = Command(
            id: id, source: Dashboard.name, actor: viewer.actor, time: id.time ?? Date(), deadline: deadline,
            agencyID: viewer.agencyID, data: payload)
        return try await commands.send(command)
    }
}
