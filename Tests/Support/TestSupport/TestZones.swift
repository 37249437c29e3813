internal import Foundation

/// Zones for tests that must not depend on the hour at which they run.
package enum TestZones {
    /// From eleven hours behind UTC to twelve ahead of it; none of them has a summer time.
    private static let byOffset = [
        "Pacific/Pago_Pago", "Pacific/Honolulu", "Pacific/Gambier", "Pacific/Pitcairn", "America/Phoenix",
        "America/Costa_Rica", "America/Bogota", "America/La_Paz", "America/Montevideo", "America/Noronha",
        "Atlantic/Cape_Verde", "Africa/Accra", "Africa/Lagos", "Africa/Maputo", "Africa/Nairobi", "Asia/Dubai",
        "Asia/Karachi", "Asia/Dhaka", "Asia/Bangkok", "Asia/Singapore", "Asia/Tokyo", "Australia/Brisbane",
        "Pacific/Noumea", "Pacific/Tarawa",
    ]

    /// Where clocks show that hour (0 to 23) now.
    package static func zone(withHour hour: Int) -> String {
        let difference = hour - Int(Date().timeIntervalSince1970 / 3600) % 24
        return byOffset[((difference + 11) % 24 + 24) % 24]
    }
}
