internal import ArgumentParser
internal import Notices

/// The texts that WhatsApp has to approve.
struct MessagesTemplates: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "templates", abstract: "Print a text to have approved for WhatsApp for every kind of notice.",
            discussion: """
                Hand them in at Twilio (Content Template Builder, category "utility"); the words are yours to change, which
                variable stands where is not. Then name their ids, by kind and language:
                  TWILIO_CONTENT_TEMPLATES={"call.completed": {"en": "HX…", "de": "HX…"}, …}
                """)
    }

    @Option(help: "Only in this language.")
    var language: LanguageArgument?

    @Flag(help: "Print TWILIO_CONTENT_TEMPLATES and what the sandbox has to be given beside it, as for .env.")
    var sandbox = false

    func perform() async throws {
        let templates = WhatsAppTemplate.all
        if sandbox {
            Terminal.say("TWILIO_CONTENT_TEMPLATES='\(templates.sandboxContentTemplates)'")
            return Terminal.say("SANDBOX_TWILIO_TEMPLATES='\(templates.sandboxTexts)'")
        }
        for template in templates where language.map({ $0.language == template.language }) ?? true {
            Terminal.say("\(template.kind.rawValue)  \(template.language.rawValue)  as \"\(template.name)\"")
            for line in template.text.split(separator: "\n", omittingEmptySubsequences: false) {
                Terminal.say(line.isEmpty ? "" : "    \(line)")
            }
            for variable in template.variables {
                Terminal.say("  {{\(variable.number)}} \(variable.name.padded(to: 14)) such as \"\(variable.sample)\"")
            }
            Terminal.say()
        }
    }
}

struct LanguageArgument: ExpressibleByArgument, Sendable {
    let language: WordLanguage

    init?(argument: String) {
        guard let language = WordLanguage(rawValue: argument.lowercased()) else { return nil }
        self.language = language
    }

    static var allValueStrings: [String] { WordLanguage.allCases.map(\.rawValue) }
}
