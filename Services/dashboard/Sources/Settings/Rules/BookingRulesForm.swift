internal import Availability
internal import Contracts
internal import Foundation
internal import RulesJSON

/// How appointments are made. Its fields are named like the rules in JSON.
struct BookingRulesForm: RulesForm {
    static let tab = SettingsTab.booking
    static let action = "settings.booking"

    var numbers: [String: String]
    var reminders: String
    var confirmation: String
    var invitesLead: Bool
    var addsConference: Bool

    private struct Number {
        var name: String
        var label: Phrase
        var limits: ClosedRange<Int>
        var value: @Sendable (BookingRules) -> Int
    }

    private static let all: [Number] = [
        Number(name: "length_minutes", label: .bookingLength, limits: 5...480) { $0.length },
        Number(name: "step_minutes", label: .bookingStep, limits: 5...240) { $0.step },
        Number(name: "buffer_before_minutes", label: .bookingBefore, limits: 0...240) { $0.bufferBefore },
        Number(name: "buffer_after_minutes", label: .bookingAfter, limits: 0...240) { $0.bufferAfter },
        Number(name: "minimum_notice_minutes", label: .bookingNotice, limits: 0...43_200) { $0.minimumNotice },
        Number(name: "horizon_days", label: .bookingHorizon, limits: 1...365) { $0.horizon },
        Number(name: "appointments_per_day", label: .bookingPerDay, limits: 1...100) { $0.appointmentsPerDay },
    ]

    init(_ rules: BookingRules) {
        numbers = Dictionary(uniqueKeysWithValues: Self.all.map { ($0.name, "\($0.value(rules))") })
        reminders = rules.reminders.map { "\($0)" }.joined(separator: ", ")
        confirmation = rules.confirmation.rawValue
        invitesLead = rules.invitesLead
        addsConference = rules.addsConference
    }

    init(stored: String) { self.init((try? BookingRules(json: stored.utf8)) ?? .standard) }

    static func whyUnusable(stored: String) -> UnusableRules? {
        do {
            _ = try BookingRules(json: stored.utf8)
            return nil
        } catch {
            return error
        }
    }

    init(_ form: Form) {
        numbers = Dictionary(uniqueKeysWithValues: Self.all.map { ($0.name, form[$0.name]) })
        reminders = form["reminders_hours"]
        confirmation = form["confirm_with"]
        invitesLead = form.has("invite_lead")
        addsConference = form.has("add_conference")
    }

    /// Nil when they cannot work; `check` says why.
    func rules(_ check: inout FormCheck) -> BookingRules? {
        var read: [String: Int] = [:]
        for number in Self.all {
            read[number.name] = check.number(numbers[number.name] ?? "", number.name, number.label, number.limits)
        }
        let hours = reminders.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map { Int($0) }
        if hours.contains(nil) {
            check.note("reminders_hours", .bookingReminders, check.words(.bookingNoReminders))
        }
        let rule = BookingRules.Confirmation(rawValue: confirmation)
        if rule == nil { check.note("confirm_with", .bookingConfirmation, check.words(.checkMissing)) }
        guard check.isFine, let rule, let length = read["length_minutes"], let step = read["step_minutes"],
            let before = read["buffer_before_minutes"], let after = read["buffer_after_minutes"],
            let notice = read["minimum_notice_minutes"], let horizon = read["horizon_days"],
            let perDay = read["appointments_per_day"]
        else { return nil }
        let rules = BookingRules(
            length: length, bufferBefore: before, bufferAfter: after, minimumNotice: notice, horizon: horizon,
            appointmentsPerDay: perDay, step: step, reminders: hours.compactMap(\.self), confirmation: rule,
            invitesLead: invitesLead, addsConference: addsConference)
        check.note(
            ruleProblems: rules.problems,
            labels: Self.all.map { ($0.name, $0.label) } + [("reminders_hours", .bookingReminders)],
            fallback: ("length_minutes", .bookingLength))
        return check.isFine ? rules : nil
    }

    func command(_ check: inout FormCheck) throws -> ConfigureBooking? {
        guard let json = try rules(&check)?.json else { return nil }
        return ConfigureBooking(rules: String(decoding: json, as: UTF8.self))
    }

    func fields(_ view: FieldView) -> HTML {
        let standard = BookingRules.standard
        let words = view.words
        let fields = Self.all.html { number in
            view.number(
                number.name, number.label, numbers[number.name] ?? "", standard: "\(number.value(standard))")
        }
        let choices = [
            ("book_without_calendar", words(.bookingWithout)), ("require_calendar", words(.bookingRequire)),
        ]
        return """
            <div class="fields">\(fields)</div>
            \(view.text("reminders_hours", .bookingReminders, reminders, hint: .bookingRemindersHint, standard: standard.reminders.map { "\($0)" }.joined(separator: ", "), attributes: #" class="short""#))
            \(view.choice("confirm_with", .bookingConfirmation, choices, confirmation, standard: words(.bookingWithout)))
            \(view.group("calendar", .bookingCalendar, view.tick("invite_lead", .bookingInvites, invitesLead, standard: standard.invitesLead) + view.tick("add_conference", .bookingConference, addsConference, standard: standard.addsConference)))
            """
    }
}

extension Phrase {
    static let bookingLength = Phrase("Length, minutes", es: "Duración, minutos")
    static let bookingStep = Phrase("A start every so many minutes", es: "Un comienzo cada tantos minutos")
    static let bookingBefore = Phrase("Free before, minutes", es: "Libre antes, minutos")
    static let bookingAfter = Phrase("Free after, minutes", es: "Libre después, minutos")
    static let bookingNotice = Phrase("Earliest, minutes ahead", es: "Como pronto, minutos de antelación")
    static let bookingHorizon = Phrase("Latest, days ahead", es: "Como tarde, días de antelación")
    static let bookingPerDay = Phrase("Of one agent on one day, at most", es: "De un agente en un día, como máximo")
    static let bookingReminders = Phrase("Reminders, hours before", es: "Recordatorios, horas antes")
    static let bookingRemindersHint = Phrase(
        "Such as “24, 2”; at most five, or none.", es: "Como «24, 2»; cinco como máximo, o ninguno.")
    static let bookingNoReminders = Phrase(
        "Write whole hours with commas between them, such as “24, 2”.",
        es: "Escriba horas enteras separadas por comas, como «24, 2».")
    static let bookingConfirmation = Phrase(
        "When Google Calendar does not answer in time", es: "Cuando Google Calendar no responde a tiempo")
    static let bookingWithout = Phrase(
        "Make the appointment; the calendar gets it later", es: "Fijar la cita; el calendario la recibe después")
    static let bookingRequire = Phrase("Make no appointment", es: "No fijar la cita")
    static let bookingCalendar = Phrase("In the calendar", es: "En el calendario")
    static let bookingInvites = Phrase("Invite the lead", es: "Invitar al contacto")
    static let bookingConference = Phrase("Add a video conference", es: "Añadir una videoconferencia")
}
