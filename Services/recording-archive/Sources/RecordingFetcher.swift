internal import Contracts
internal import ObjectStore
internal import OutboundHTTP
internal import Vapi

/// Gets the audio of a call: by the link in its report, else by a fresh one from Vapi's API, else from the API itself.
///
/// A link is asked without our key, and only where ``EgressPolicy`` lets links of others lead. What follows a redirect of the
/// API to another host is asked without it, too.
struct RecordingFetcher: Sendable {
    let downloads: Downloads
    let vapi: VapiClient
    /// Whose own links are ours to trust.
    let vapiURL: String

    /// - Throws: `CancellationError`.
    func fetch(_ work: ArchiveWork) async throws -> (result: FetchResult, linkIsRefused: Bool) {
        guard let link = work.link, !work.linkIsRefused, !isOfAPI(link, work.vapiCallID) else {
            return (try await askAPI(work), work.linkIsRefused)
        }
        switch try await downloads.fetch(request(for: link), as: work.objectKey, source: .link) {
        case .refused, .wrong: return (try await askAPI(work), true)
        case let download: return (Self.result(of: download), false)
        }
    }

    private func askAPI(_ work: ArchiveWork) async throws -> FetchResult {
        let call: ProviderCall
        do throws(VapiFailure) {
            guard let found = try await vapi.call(work.vapiCallID) else {
                let detail = "Vapi knows no such call"
                return work.link != nil
                    ? .never(.goneAtProvider, detail: detail) : .none(.goneAtProvider, detail: detail)
            }
            call = ProviderCall(found, seconds: work.seconds)
        } catch {
            try Task.checkCancellation()
            return .notNow(error.isUnauthorized ? .keyRefused : .unreachable, detail: "\(error)")
        }
        for link in call.links.prefix(2) {
            switch try await downloads.fetch(request(for: link), as: work.objectKey, source: .api) {
            case .refused, .wrong: continue
            case let download: return Self.result(of: download)
            }
        }
        return try await askForAudio(work, call)
    }

    /// The last way: the API's own address of the audio, with our key.
    private func askForAudio(_ work: ArchiveWork, _ call: ProviderCall) async throws -> FetchResult {
        let request = vapi.recordingRequest(work.vapiCallID)
        let download = try await downloads.fetch(request, as: work.objectKey, source: .api)
        guard case .refused(let status, let detail) = download else { return Self.result(of: download) }
        switch status {
        case 401: return .notNow(.keyRefused, detail: detail)
        case _ where !call.isOver: return .notNow(.callNotOver, detail: detail)
        case _ where !call.links.isEmpty: return .notNow(.goneAtProvider, detail: detail)
        default: return .none(call.reason, detail: detail)
        }
    }

    private func request(for link: String) -> HTTPRequest {
        HTTPRequest(url: link, origin: HTTPRequest.haveSameOrigin(link, vapiURL) ? .trusted : .untrusted)
    }

    /// Whether that is the API's own address of the audio, which wants our key.
    private func isOfAPI(_ link: String, _ callID: String) -> Bool {
        link.hasSuffix("/call/\(callID)/mono-recording")
    }

    private static func result(of download: Download) -> FetchResult {
        switch download {
        case .audio(let recording): .fetched(recording)
        case .refused(_, let detail): .notNow(.goneAtProvider, detail: detail)
        case .wrong(.notAudio, let detail): .notNow(.notAudio, detail: detail)
        case .wrong(.empty, let detail): .notNow(.empty, detail: detail)
        case .notNow(let isUnreachable, let detail):
            .notNow(isUnreachable ? .unreachable : .brokenOff, detail: detail)
        case .tooLarge(let detail): .never(.tooLarge, detail: detail)
        case .noRoom(let error):
            .noRoom(error.code == .full ? .storeFull : .storeAway, detail: error.description)
        }
    }
}
