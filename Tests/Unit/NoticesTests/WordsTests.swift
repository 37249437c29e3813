import Foundation
import Testing

@testable import Notices

/// What is wrong with words is found when they are read, and not when they are sent.
@Suite struct WordsTests {
    private typealias Words = [String: [String: Any]]

    private static func words(_ language: WordLanguage) throws -> Words {
        try #require(try JSONSerialization.jsonObject(with: Data(language.json)) as? Words)
    }

    private static func problems(_ words: Words) throws -> [String] {
        do {
            _ = try NoticeWords([UInt8](try JSONSerialization.data(withJSONObject: words)), language: "xx")
            return []
        } catch let error as BrokenNoticeWords {
            return error.problems
        }
    }

    @Test(arguments: WordLanguage.allCases)
    func areComplete(language: WordLanguage) throws { #expect(try Self.problems(Self.words(language)).isEmpty) }

    /// Each key, taken away, is missed.
    @Test(arguments: ["texts", "labels", "notices"])
    func aMissingKeyIsFound(section: String) throws {
        let words = try Self.words(.german)
        for key in words[section]?.keys.sorted() ?? [] {
            var broken = words
            broken[section]?[key] = nil
            #expect(try Self.problems(broken) == ["xx: \(section).\(key) is missing"])
            broken = words
            if section != "notices" { broken[section]?[key] = "" }
            #expect(try Self.problems(broken) == (section == "notices" ? [] : ["xx: \(section).\(key): is empty"]))
        }
        #expect(words[section]?.isEmpty == false)
    }

    @Test(arguments: NoticeKind.allCases)
    func aMissingOrBrokenPartIsFound(kind: NoticeKind) throws {
        let words = try Self.words(.french)
        let parts = try #require(words["notices"]?[kind.rawValue] as? [String: String])
        for part in parts.keys.sorted() {
            for (text, problem) in [
                (nil, " is missing"), ("{{nmae}}", ": there is no `nmae`"),
                ("{{#agency}}x", ": a section is not ended"),
                ("{{recipient}}", ": `recipient` may be absent"),
            ] {
                var changed = parts
                changed[part] = text
                var broken = words
                broken["notices"]?[kind.rawValue] = changed
                let problems = try Self.problems(broken)
                #expect(
                    problems.count == 1 && problems[0].hasPrefix("xx: \(kind.rawValue).\(part)\(problem)"),
                    "\(problems)")
            }
        }
        #expect(parts.count == 6)
    }

    @Test func whatIsNotUsedIsFound() throws {
        var words = try Self.words(.italian)
        words["labels"]?["nmae"] = "x"
        #expect(try Self.problems(words) == ["xx: labels.nmae is not used"])
    }

    /// A label that two languages share is fine; a file that was copied and forgotten is not.
    @Test func languagesDiffer() throws {
        let all = try WordLanguage.allCases.map { try #require(try Self.words($0)["labels"] as? [String: String]) }
        for (index, labels) in all.enumerated() {
            for other in all.dropFirst(index + 1) {
                #expect(labels.filter { other[$0.key] == $0.value }.count < labels.count / 3)
            }
        }
    }
}
