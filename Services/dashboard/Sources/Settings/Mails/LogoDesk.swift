internal import Contracts
internal import Foundation
internal import Hummingbird
internal import Postgres

/// Reads the form of an agency's mails, and keeps the picture that was sent with it. What the mails look like is not changed by that:
/// the notifier is told which picture it is when the form is saved. So a picture outlasts a form that has something else wrong with
/// it, and can be looked at before it is saved.
struct LogoDesk: Sendable {
    static let fileField = "file"
    static let uploaded = "settings.logo_uploaded"
    /// That are kept of one agency: mails that have gone out still show theirs.
    static let mostPictures = 50

    let console: Console

    func form(_ request: Request, _ context: ViewerContext) async throws -> (form: MailsForm, version: Int) {
        let (typed, file) = try await context.form(
            request, file: Self.fileField, mostBytes: LogoPicture.mostBytes)
        var form = MailsForm(typed)
        let version = Int(typed["version"]) ?? 0
        guard let file, !form.removesLogo else { return (form, version) }
        do throws(LogoPicture.Problem) {
            form.choose(try LogoPicture(file))
        } catch {
            form.logoProblem = error
        }
        if let picture = form.picture { try await keep(picture, context) }
        return (form, version)
    }

    private func keep(_ picture: LogoPicture, _ context: ViewerContext) async throws {
        let viewer = context.viewer
        let detail = try AuditDetail([
            "type": picture.kind.rawValue, "size": "\(picture.width)×\(picture.height)",
            "bytes": "\(picture.bytes.count)",
        ]).jsonb
        try await console.database.run(as: viewer) { transaction in
            let isNew = try await transaction.execute(
                AddMailLogo(agencyID: viewer.agencyID, picture: picture)
            ).first
            guard isNew == true else { return }
            _ = try await transaction.pipeline(
                ForgetMailLogos(agencyID: viewer.agencyID, most: Self.mostPictures),
                AddAuditEntry(
                    Self.uploaded, by: viewer, subject: ("logo", picture.hash), detail: detail,
                    address: context.address))
        }
    }
}
