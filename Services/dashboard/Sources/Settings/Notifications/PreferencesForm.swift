internal import CivilTime
internal import Contracts
internal import Foundation
internal import Notices
internal import RulesJSON

/// How an agency's people are told of what, unless they say otherwise: what stands in the form, and the JSON that the notifier
/// reads. What is left as usual is left out.
struct PreferencesForm: Sendable, Equatable {
    /// Kinds of messages, by the names that the notifier uses.
    static let kinds = NoticeKind.choosable

    /// Of those, what leads can be told of.
    static let leadKinds = [
        "appointment.booked", "appointment.moved", "appointment.cancelled", "appointment.reminder",
    ]
    static let channels = NotificationChannel.choices

    enum Use: String, Sendable, CaseIterable {
        case usual = ""
        case on, off, fallback
    }

    /// By kind and channel, such as `call.completed/email`.
    var team: [String: Use] = [:]
    var leads: [String: Use] = [:]
    /// As `21:00`; both empty: no quiet hours.
    var quietFrom = ""
    var quietTo = ""
    /// `yes`, `no`, or empty: as usual.
    var urgentPasses = ""
    var digest = ""
    /// When messages are sent at all; nil: at any hour. Not in this form, and kept as it is.
    var windows: WeeklyHours?

    /// As the notifier stores it.
    private struct Document: Codable {
        enum Cell: Codable {
            case flag(Bool)
            case word(String)

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let flag = try? container.decode(Bool.self) {
                    self = .flag(flag)
                } else {
                    self = .word(try container.decode(String.self))
                }
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .flag(let flag): try container.encode(flag)
                case .word(let word): try container.encode(word)
                }
            }
        }

        struct Quiet: Codable {
            var from: String
            var to: String
        }

        var version: Int?
        var grid: [String: [String: Cell]]?
        var leads: [String: [String: Cell]]?
        var quietHours: Quiet?
        var windows: WeeklyHours?
        var urgentPasses: Bool?
        var digest: Bool?

        private enum CodingKeys: String, CodingKey {
            case version, grid, leads, quietHours = "quiet_hours", windows = "send_windows"
            case urgentPasses = "urgent_passes", digest
        }
    }

    /// - Parameter stored: what cannot be read counts as not set.
    init(stored: String) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(stored.utf8)) else { return }
        team = Self.cells(document.grid)
        leads = Self.cells(document.leads)
        quietFrom = document.quietHours?.from ?? ""
        quietTo = document.quietHours?.to ?? ""
        urgentPasses = document.urgentPasses.map { $0 ? "yes" : "no" } ?? ""
        digest = document.digest.map { $0 ? "yes" : "no" } ?? ""
        windows = document.windows
    }

    /// - Parameter stored: of which is kept what the form does not have.
    init(_ form: Form, keeping stored: PreferencesForm) {
        for kind in Self.kinds.map(\.name) {
            for channel in Self.channels.map(\.name) {
                team["\(kind)/\(channel)"] = Use(rawValue: form["team/\(kind)/\(channel)"])
                guard Self.leadKinds.contains(kind) else { continue }
                leads["\(kind)/\(channel)"] = Use(rawValue: form["leads/\(kind)/\(channel)"])
            }
        }
        (quietFrom, quietTo) = (form["quiet_from"], form["quiet_to"])
        (urgentPasses, digest) = (form["urgent_passes"], form["digest"])
        windows = stored.windows
    }

    private static func cells(_ grid: [String: [String: Document.Cell]]?) -> [String: Use] {
        var result: [String: Use] = [:]
        for (kind, row) in grid ?? [:] {
            for (channel, cell) in row {
                switch cell {
                case .flag(let isOn): result["\(kind)/\(channel)"] = isOn ? .on : .off
                case .word(let word): result["\(kind)/\(channel)"] = word == "fallback" ? .fallback : nil
                }
            }
        }
        return result
    }

    /// Nil when something is wrong; `check` says what.
    func json(_ check: inout FormCheck) -> String? {
        let times = [quietFrom, quietTo]
        let isQuiet = times.contains { !$0.isEmpty }
        if isQuiet, times.contains(where: { !Self.isTime($0) }) || quietFrom == quietTo {
            check.note("quiet_from", .preferencesQuiet, check.words(.preferencesNoQuiet))
        }
        guard check.isFine else { return nil }
        let document = Document(
            version: 1, grid: Self.grid(team), leads: Self.grid(leads),
            quietHours: isQuiet ? .init(from: quietFrom, to: quietTo) : nil, windows: windows,
            urgentPasses: Self.flag(urgentPasses), digest: Self.flag(digest))
        return (try? RulesJSON.encoded(document)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func flag(_ text: String) -> Bool? { text.isEmpty ? nil : text == "yes" }
    private static func isTime(_ text: String) -> Bool { TimeWindow("\(text)-24:00") != nil }

    private static func grid(_ cells: [String: Use]) -> [String: [String: Document.Cell]]? {
        var result: [String: [String: Document.Cell]] = [:]
        for (name, use) in cells where use != .usual {
            let parts = name.split(separator: "/").map(String.init)
            guard parts.count == 2 else { continue }
            result[parts[0], default: [:]][parts[1]] = use == .fallback ? .word("fallback") : .flag(use == .on)
        }
        return result.isEmpty ? nil : result
    }

    func fields(_ view: FieldView) -> HTML {
        let words = view.words
        let choices = [("", words(.preferencesUsual)), ("yes", words(.settingsOn)), ("no", words(.settingsOff))]
        let quiet: HTML = """
            <div class="inline"><input type="time" name="quiet_from" value="\(quietFrom)" aria-label="\(words(.preferencesQuiet)) 1"> <span>\(words(.preferencesTo))</span> <input type="time" name="quiet_to" value="\(quietTo)" aria-label="\(words(.preferencesQuiet)) 2"></div>
            """
        return """
            <p class="muted">\(words(.preferencesText))</p>
            \(grid("team", .preferencesTeam, Self.kinds, team, words))
            \(grid("leads", .preferencesLeads, Self.kinds.filter { Self.leadKinds.contains($0.name) }, leads, words))
            \(view.group("quiet_from", .preferencesQuiet, hint: .preferencesQuietHint, quiet))
            \(windows == nil ? .empty : #"<p class="muted small">\#(words(.preferencesWindows))</p>"#)
            <div class="fields">\(view.choice("urgent_passes", .preferencesUrgent, choices, urgentPasses, standard: words(.settingsOn)))
            \(view.choice("digest", .preferencesDigest, choices, digest, standard: words(.settingsOn)))</div>
            """
    }

    private func grid(
        _ name: String, _ title: Phrase, _ kinds: [(name: String, title: Phrase)], _ cells: [String: Use],
        _ words: Words
    ) -> HTML {
        let titles: [Use: Phrase] = [
            .usual: .preferencesUsual, .on: .preferencesOn, .off: .preferencesOff, .fallback: .preferencesFallback,
        ]
        let rows = kinds.html { kind in
            let row = Self.channels.html { channel in
                let use = cells["\(kind.name)/\(channel.name)"] ?? .usual
                let options = Use.allCases.html { one in
                    #"<option value="\#(one.rawValue)"\#(" selected", when: one == use)>\#(titles[one].map { words($0) } ?? "")</option>"#
                }
                return """
                    <td><label><span class="visually-hidden">\(words(kind.title)): \(words(channel.title))</span><select name="\(name)/\(kind.name)/\(channel.name)">\(options)</select></label></td>
                    """
            }
            return #"<tr><th scope="row">\#(words(kind.title))</th>\#(row)</tr>"#
        }
        return """
            <div class="grid-scroll" role="region" aria-label="\(words(title))" tabindex="0"><table class="matrix"><caption>\(words(title))</caption>
            <thead><tr><th scope="col">\(words(.preferencesAbout))</th>\(Self.channels.html { #"<th scope="col">\#(words($0.title))</th>"# })</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }
}

extension Phrase {
    static let preferencesText = Phrase(
        "What everybody starts from. Each agent can change it for themselves.",
        es: "Lo que se aplica a todos de entrada. Cada agente puede cambiarlo para sí.")
    static let preferencesTeam = Phrase("Your team", es: "Su equipo")
    static let preferencesLeads = Phrase("Your leads", es: "Sus contactos")
    static let preferencesAbout = Phrase("About", es: "Sobre")
    static let preferencesUsual = Phrase("As usual", es: "Lo habitual")
    static let preferencesOn = Phrase("Yes", es: "Sí")
    static let preferencesOff = Phrase("No", es: "No")
    static let preferencesFallback = Phrase("If others fail", es: "Si fallan otros")
    static let preferencesTo = Phrase("to", es: "a")
    static let preferencesQuiet = Phrase("Quiet hours", es: "Horas de silencio")
    static let preferencesQuietHint = Phrase(
        "By each person’s own clock. What falls into them is sent afterwards. Empty: none.",
        es: "Según el reloj de cada persona. Lo que caiga en ellas se envía después. Vacío: ninguna.")
    static let preferencesNoQuiet = Phrase(
        "Both times are needed, and they differ.", es: "Hacen falta las dos horas, y distintas.")
    static let preferencesWindows = Phrase(
        "There are also times outside of which nothing is sent; they stay as they are.",
        es: "También hay horas fuera de las cuales no se envía nada; se conservan como están.")
    static let preferencesUrgent = Phrase("Send what is urgent at any hour", es: "Enviar lo urgente a cualquier hora")
    static let preferencesDigest = Phrase("Send the daily summary", es: "Enviar el resumen diario")
}
