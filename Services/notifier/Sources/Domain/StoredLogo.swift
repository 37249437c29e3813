internal import Notices

/// A picture for the top of mails that an agency has sent to the console.
struct StoredLogo: Sendable, Equatable {
    /// SHA-256 of its bytes, as 64 hexadecimal digits.
    var hash: String
    /// In pixels.
    var width: Int
    var height: Int

    /// - Parameter publicURL: of the console, which gives it to whoever knows its hash.
    func inMails(publicURL: String) -> MailLogo {
        MailLogo(address: "\(publicURL)/brand/\(hash)", width: width, height: height)
    }
}
