/// Those of the demo's leads who call, and are called, while one looks.
enum DemoPeople {
    /// As the sandbox takes them: some speak another language than people do where their number is from.
    static let numbers = [
        "+493023125001", "+493023125002", "+493023125003:tr", "+493023125004", "+493023125006", "+494066969001",
        "+494066969002", "+494066969003", "+492214710001", "+496990009001", "+498999998001", "+498999998003:en",
        "+33199000001", "+33199000002", "+33261910001", "+33639980101", "+442079460001", "+442079460002",
        "+447700900101", "+12125550101", "+13055550102:es", "+46701740605",
    ].joined(separator: ",")
}
