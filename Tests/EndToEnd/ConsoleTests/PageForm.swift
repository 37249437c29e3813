import Foundation

/// A form on a page as a browser would send it: every field with what stands in it, and of boxes only those that are ticked.
struct PageForm: Sendable {
    private var fields: [(name: String, value: String)]

    /// - Parameter action: to where the form is sent.
    /// - Throws: when the page has no such form.
    init(_ action: String, on page: String) throws {
        let form = page.components(separatedBy: "<form ").dropFirst().first { form in
            form.prefix { $0 != ">" }.contains(#"action="\#(action)""#)
        }
        guard let text = form?.components(separatedBy: "</form>").first else {
            throw ConsoleTestError("there is no form for \(action)")
        }
        let controls = /<input ([^>]*)>|<select ([^>]*)>(.*?)<\/select>|<textarea ([^>]*)>(.*?)<\/textarea>/
            .dotMatchesNewlines()
        fields = text.matches(of: controls).compactMap { found in
            let (_, input, select, options, area, lines) = found.output
            let attributes = String(input ?? select ?? area ?? "")
            // The browser of these tests adds the page's own token.
            guard let name = Self.attribute("name", attributes), name != "form_token" else { return nil }
            if let options { return (name, Self.chosen(String(options))) }
            if let lines { return (name, Self.plain(String(lines.drop { $0 == "\n" }))) }
            let isBox = ["checkbox", "radio"].contains(Self.attribute("type", attributes) ?? "")
            guard !isBox || attributes.hasSuffix(" checked") else { return nil }
            return (name, Self.attribute("value", attributes) ?? "")
        }
    }

    /// What is sent when somebody types something else here and there; nil takes a field away.
    func with(_ changes: [String: String?] = [:]) -> [(String, String)] {
        fields.filter { changes[$0.name] == nil }.map { ($0.name, $0.value) }
            + changes.compactMap { change in change.value.map { (change.key, $0) } }
    }

    private static func chosen(_ options: String) -> String {
        let all = options.matches(of: /<option ([^>]*)>/).map { String($0.1) }
        return (all.first { $0.hasSuffix(" selected") } ?? all.first).flatMap { attribute("value", $0) } ?? ""
    }

    private static func attribute(_ name: String, _ attributes: String) -> String? {
        for found in attributes.matches(of: /([a-z_-]+)="([^"]*)"/) where found.1 == name {
            return plain(String(found.2))
        }
        return nil
    }

    private static func plain(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
