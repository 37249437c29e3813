internal import AMQP
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Messaging
internal import ObjectStore
internal import Postgres

/// What the console's pages stand on.
struct Console: Sendable {
    let database: ConsoleDatabase
    let commands: CommandClient
    /// For looks into queues, one after the other.
    let broker: AMQPAdministration
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

    /// Who has signed in, with the rights that they have by now: for what goes on long after the request has come. Nil when the
    /// session is over, or another's.
    func viewerNow(_ context: ViewerContext) async throws -> Viewer? {
        let find = FindSession(tokenHash: SecretToken(text: context.sessionToken).hash)
        guard let viewer = try await database.pool.execute(find).first, viewer.agencyID == context.viewer.agencyID
        else { return nil }
        return viewer
    }

    /// Asks another service for something in the viewer's name. What changes anything goes by ``settle(_:by:id:note:)``, which
    /// notes it as well.
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
