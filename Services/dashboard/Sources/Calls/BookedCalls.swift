/// When a call counts as booked: an appointment was made in it that was not cancelled. One that took place still counts.
enum BookedCalls {
    private static let cancelled = "cancelled"

    /// Of a call `c`.
    static let condition = """
        EXISTS (SELECT FROM appointments p WHERE p.call_id = c.id AND p.status <> '\(cancelled)')
        """

    /// - Parameter status: of an appointment that was made in the call.
    static func isBooking(_ status: String) -> Bool { status != cancelled }
}
