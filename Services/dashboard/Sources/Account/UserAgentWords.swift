/// A browser and a system in words, of what it calls itself (RFC 9110 §10.1.5). Only what its owner recognizes it by; whoever
/// wants to appear as something else can.
struct UserAgentWords: Sendable, Equatable {
    /// Such as `Firefox`; nil when it is none that is known.
    var browser: String?
    /// Such as `Android`.
    var system: String?

    init(_ userAgent: String?) {
        let text = userAgent ?? ""
        func first(_ marks: [(mark: String, name: String)]) -> String? { marks.first { text.contains($0.mark) }?.name }
        browser = first(Self.browsers)
        system = first(Self.systems)
    }

    /// Most browsers name those as well that they want to be taken for: the more special come first.
    private static let browsers: [(mark: String, name: String)] = [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"), ("YaBrowser/", "Yandex Browser"), ("DuckDuckGo/", "DuckDuckGo"), ("FxiOS/", "Firefox"),
        ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"),
        ("Version/", "Safari"), ("curl/", "curl"),
    ]

    private static let systems: [(mark: String, name: String)] = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
        ("Macintosh", "Mac"), ("Mac OS X", "Mac"), ("Linux", "Linux"), ("FreeBSD", "FreeBSD"),
    ]

    /// `Firefox on Linux`
    func text(_ words: Words) -> String {
        switch (browser, system) {
        case (let browser?, let system?): words(AccountWords.browserOn, ["browser": browser, "system": system])
        case (let browser?, nil): browser
        case (nil, let system?): system
        case (nil, nil): words(AccountWords.unknownDevice)
        }
    }
}
