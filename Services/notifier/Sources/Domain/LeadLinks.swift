internal import Contracts
internal import FoundationEssentials
internal import Vault

/// Makes the links by which leads move or cancel their appointments: good until those begin, for whoever has them.
struct LeadLinks: Sendable {
    let vault: TokenVault
    /// Under which leads reach the page.
    let calendarURL: String

    /// Nil for an appointment that has begun, or will not take place.
    func link(to appointment: Appointment, agencyID: AgencyID, now: Date) -> String? {
        guard appointment.status == .scheduled, appointment.scheduledAt > now else { return nil }
        let link = SignedLink.ofAppointment(
            appointment.appointmentID, agencyID: agencyID, at: appointment.scheduledAt)
        return "\(calendarURL)\(SignedLink.appointmentPath)/\(link.token(vault))"
    }
}
