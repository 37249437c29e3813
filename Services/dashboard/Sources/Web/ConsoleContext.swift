internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore

/// What is known of a request before anybody has signed in.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The network address it came from.
    var address: String
    /// Nil until ``SignedIn`` has found out.
    var viewer: Viewer?
    /// The token that was found with the request; of it the form's token is made.
    var sessionToken: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }
}

/// What is known of a request by somebody who has signed in. A page that needs that cannot be reached without.
struct ViewerContext: ChildRequestContext {
    var coreContext: CoreRequestContextStorage
    let address: String
    let viewer: Viewer
    let sessionToken: String

    init(context: ConsoleContext) throws {
        guard let viewer = context.viewer, let token = context.sessionToken else { throw SignInNeeded() }
        coreContext = context.coreContext
        address = context.address
        self.viewer = viewer
        sessionToken = token
    }

    /// An id in the path.
    ///
    /// - Throws: ``NotFound`` when it is none: an address that cannot exist is not there.
    func id(_ name: String) throws -> UUID {
        guard let id = parameters.get(name).flatMap({ UUID(uuidString: $0) }) else { throw NotFound() }
        return id
    }
}

extension ViewerContext {
    /// - Throws: ``Forbidden`` to anybody but an owner.
    func ownersOnly() throws {
        guard viewer.isOwner else { throw Forbidden() }
    }
}

/// Nobody has signed in, or their session is over.
struct SignInNeeded: Error {}

/// There is no such thing, or it is not the viewer's to see: which of the two is not said.
struct NotFound: Error {}

/// The viewer may not do that; they may know that it exists.
struct Forbidden: Error {}

/// What was sent cannot be understood; the phrase says what is wrong with it.
struct BadRequest: Error {
    var phrase: Phrase
    init(_ phrase: Phrase) { self.phrase = phrase }
}
