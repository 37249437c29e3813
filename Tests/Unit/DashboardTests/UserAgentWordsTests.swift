import Testing

@testable import Dashboard

@Suite struct UserAgentWordsTests {
    @Test(arguments: [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux",
            "Firefox en Linux"
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge on Windows", "Edge en Windows"
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
            "Chrome on Mac", "Chrome en Mac"
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
            "Safari on Mac", "Safari en Mac"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari on iPhone", "Safari en iPhone"
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1",
            "Chrome on iPad", "Chrome en iPad"
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            "Samsung Internet on Android", "Samsung Internet en Android"
        ),
        ("curl/8.5.0", "curl", "curl"), ("Something (Linux)", "Linux", "Linux"),
        ("<script>alert(1)</script>", "Unknown device", "Dispositivo desconocido"),
        ("", "Unknown device", "Dispositivo desconocido"),
    ])
    func isRecognized(userAgent: String, english: String, spanish: String) {
        let words = UserAgentWords(userAgent)
        #expect(words.text(Words(language: .english)) == english)
        #expect(words.text(Words(language: .spanish)) == spanish)
    }

    @Test func nothingIsAnUnknownDevice() {
        #expect(UserAgentWords(nil) == UserAgentWords(""))
    }
}
