package import Contracts
package import Foundation

/// A link that works for one purpose, about one thing, until a time, and for whoever has it. Nothing is stored: the signature
/// is what makes it good.
package struct SignedLink: Sendable, Equatable {
    package enum Purpose: String, Sendable {
        /// An agent connects their calendar.
        case connect
        /// A lead moves or cancels their appointment.
        case appointment
    }

    package var purpose: Purpose
    package var agencyID: AgencyID
    /// The agent's id, or the appointment's.
    package var subject: UUID
    package var expiresAt: Date

    package func token(_ vault: TokenVault) -> String {
        let text = payload
        return Data(text.utf8).base64URL + "." + Data(vault.signature(of: text)).base64URL
    }

    /// Nil when the token is not ours, for another purpose, or too old.
    package init?(token: String, purpose: Purpose, _ vault: TokenVault, now: Date) {
        let halves = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count < 512, halves.count == 2, let text = Data(base64URL: String(halves[0])),
            let signature = Data(base64URL: String(halves[1])),
            vault.isSignature(Array(signature), of: String(decoding: text, as: UTF8.self))
        else { return nil }
        let parts = String(decoding: text, as: UTF8.self).split(separator: "|").map(String.init)
        guard parts.count == 4, parts[0] == purpose.rawValue, let agency = AgencyID(parts[1]),
            let subject = UUID(uuidString: parts[2]), let seconds = Int(parts[3])
        else { return nil }
        self.init(
            purpose: purpose, agencyID: agency, subject: subject,
            expiresAt: Date(timeIntervalSince1970: Double(seconds)))
        guard expiresAt > now else { return nil }
    }

    package init(purpose: Purpose, agencyID: AgencyID, subject: UUID, expiresAt: Date) {
        self.purpose = purpose
        self.agencyID = agencyID
        self.subject = subject
        self.expiresAt = expiresAt
    }

    private var payload: String {
        [
            purpose.rawValue, agencyID.description, subject.uuidString.lowercased(),
            "\(Int(expiresAt.timeIntervalSince1970))",
        ].joined(separator: "|")
    }
}

extension SignedLink {
    /// Where a lead moves or cancels an appointment, until it begins.
    package static func ofAppointment(_ id: AppointmentID, agencyID: AgencyID, at start: Date) -> SignedLink {
        SignedLink(purpose: .appointment, agencyID: agencyID, subject: id.rawValue, expiresAt: start)
    }

    /// The page of an appointment's link.
    package static let appointmentPath = "/api/calendar/appointments"
}
