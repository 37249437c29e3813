internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Postgres

/// Sends a file that is ready, piece by piece: however long it is, only one of them is in memory.
struct CallExportDownload: Sendable {
    let console: Console

    /// - Throws: ``NotFound`` when it is not the viewer's, not ready, deleted, or made with rights that they no longer have.
    func response(_ id: UUID, _ request: Request, to principal: Principal) async throws -> Response {
        let viewer = principal.viewer
        let entry = principal.entry("calls.exported", subject: CallExportDesk.subject(id))
        let file = try await console.database.run(as: viewer) { transaction in
            guard let file = try await transaction.execute(LoadCallExport(id: id)).first, file.state == .done,
                file.isAllowed(viewer)
            else { throw NotFound() }
            // Of a file that is only asked about (HEAD) nothing leaves the console.
            if request.method == .get { _ = try await transaction.execute(entry) }
            return file
        }
        return Response(
            status: .ok, headers: CallExportRoutes.headers(file.time),
            body: ResponseBody(contentLength: file.bytes) { writer in
                var ordinal = 0
                while ordinal < file.pieces {
                    let read = ReadCallExportPiece(id: id, after: ordinal)
                    let piece = try await console.database.run(as: viewer) { try await $0.execute(read).first }
                    // Deleted meanwhile: whoever reads is not to take the rest for all of it.
                    guard let piece else { throw NotFound() }
                    try await writer.write(ByteBuffer(bytes: piece.body))
                    ordinal = piece.ordinal
                }
                try await writer.finish(nil)
            })
    }
}
