internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Notices

/// A notice as somebody would get it; nothing is sent.
struct MessagesPreview: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "preview", abstract: "Show a notice as somebody would get it, without sending it.",
            discussion: """
                Without a call or an appointment it tells of an invented one. Texts that are given are tried in place of those
                that are stored; nothing is stored.

                \(commandSettings)
                """)
    }

    enum Role: String, ExpressibleByArgument, CaseIterable, Sendable {
        case owner, agent, lead
    }

    @Argument(help: "The kind of notice.")
    var kind: KindArgument

    @Option(help: "Who gets it.")
    var role = Role.agent

    @Option(help: "In which language, such as de or pt-BR; without one the agency's.")
    var language: String?

    @Option(help: "Tell of this call.")
    var call: IDArgument?

    @Option(help: "Tell of this appointment.")
    var appointment: IDArgument?

    @OptionGroup var texts: WordingOptions

    @Option(help: "Write the mail's HTML to this file.")
    var html: String?

    @OptionGroup var owner: AgencyOption

    func perform() async throws {
        let wish = PreviewNotice(
            kind: kind.kind.rawValue, role: role.rawValue, language: language,
            callID: call.map { CallID(rawValue: $0.id) },
            appointmentID: appointment.map { AppointmentID(rawValue: $0.id) }, texts: try texts.wording())
        try await CommandDesk.open { desk in
            let reply = try await desk.send(wish, agency: try await desk.agency(owner))
            for line in reply.lines(of: kind.kind) { Terminal.say(line) }
            guard let html else { return }
            guard FileManager.default.createFile(atPath: html, contents: Data(reply.html.utf8)) else {
                throw Failure("\(html) cannot be written")
            }
            Terminal.complain("The mail's HTML is in \(html).")
        }
    }
}

extension PreviewNotice.Reply {
    /// For people.
    func lines(of kind: NoticeKind) -> [String] {
        var lines = ["language   \(language)"]
        if !kind.isShortOnly {
            lines += ["subject    \(subject)", "preheader  \(preheader)", "", text]
        }
        let count = segments == 1 ? "1 segment" : "\(segments) segments"
        lines += ["", "Short (\(count), \(encoding))", short]
        let named = zip(1..., kind.templateVariables).compactMap { number, variable in
            variables["\(number)"].map { "  {{\(number)}} \(variable.rawValue.padded(to: 14)) \($0)" }
        }
        if !named.isEmpty, kind.isChoosable { lines += ["", "Variables of the WhatsApp template"] + named }
        return lines + (notes.isEmpty ? [] : [""] + notes.map { "Note: \($0)" })
    }
}
