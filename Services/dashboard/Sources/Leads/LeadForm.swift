internal import CivilTime
internal import Contracts
internal import Foundation
internal import LeadWords
internal import Telephony

/// A lead as somebody types them, and what is wrong with that.
struct LeadForm: Sendable, Equatable {
    enum Field: String, Sendable, CaseIterable {
        case name, phone, email, postcode, country, language, zone, notes, consent, consentSource, consentDate

        var label: Phrase {
            switch self {
            case .name: .leadName
            case .phone: .leadPhone
            case .email: .leadEmail
            case .postcode: .postcode
            case .country: .country
            case .language: .language
            case .zone: .timeZone
            case .notes: .notes
            case .consent: .consent
            case .consentSource: .consentHow
            case .consentDate: .consentDay
            }
        }
    }

    private static let longest: [Field: Int] = [
        .name: 200, .phone: 100, .email: 254, .postcode: 20, .notes: 4000, .consentSource: 200,
    ]

    var name = ""
    var phone = ""
    var email = ""
    var postcode = ""
    /// ISO 3166-1 alpha-2; empty: the number's.
    var country = ""
    /// BCP 47; empty: what is usual in the country.
    var language = ""
    /// Of the tz database; empty: what number, postcode and country tell.
    var zone = ""
    var notes = ""
    /// A ``ConsentKind``; empty: nothing is known.
    var consent = ""
    var consentSource = ""
    /// `2026-11-29`; empty: now.
    var consentDate = ""
    /// A number that cannot be dialled is kept as it is.
    var keepsPhone = false
    var wantsCall = false
}

extension LeadForm {
    init(_ form: Form) {
        name = form["name"].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        phone = form["phone"]
        email = form["email"]
        postcode = form["postcode"]
        country = form["country"]
        language = form["language"]
        zone = form["zone"]
        notes = form["notes"].replacing("\r\n", with: "\n")
        consent = form["consent"]
        consentSource = form["consentSource"]
        consentDate = form["consentDate"]
        keepsPhone = form.has("keepPhone")
        wantsCall = form.has("call")
    }

    /// Everything that makes it another wish.
    var wish: [String] {
        Field.allCases.map { text(of: $0) } + [wantsCall ? "call" : "", keepsPhone ? "phone as it is" : ""]
    }

    /// What is known of a lead, to be changed.
    init(_ lead: Lead, _ time: ViewerTime) {
        name = lead.name ?? ""
        phone = lead.phone ?? lead.phoneGiven ?? ""
        email = lead.email ?? ""
        postcode = lead.postcode ?? ""
        country = lead.country ?? ""
        language = lead.isLanguageGiven ? lead.language ?? "" : ""
        zone = lead.timeZoneGiven ?? ""
        notes = lead.notes ?? ""
        consent = lead.consent?.rawValue ?? ""
        // As a form gives it back: what differs only in blanks is no other agreement.
        consentSource = (lead.consentSource ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        consentDate = lead.consentAt.map { time.fields($0).date } ?? ""
        keepsPhone = lead.phone == nil && lead.phoneGiven != nil
    }

    /// - Parameters:
    ///   - country: whose numbers those without a country code are, where none is chosen.
    ///   - languages: that can be chosen.
    ///   - known: what is kept of the lead; a choice that it has already is no mistake, although it is not offered.
    /// - Returns: what to keep; nil when something has to be put right first.
    func checked(
        country assumed: String, time: ViewerTime, languages: CallLanguages, known: LeadForm? = nil
    ) -> (draft: LeadDraft?, problems: [Field: Phrase]) {
        var problems: [Field: Phrase] = [:]
        for (field, most) in Self.longest where text(of: field).unicodeScalars.count > most {
            problems[field] = .tooLong
        }
        for field in Field.allCases where text(of: field).utf8.contains(0) { problems[field] = .cannotBeKept }
        if !email.isEmpty, !MailAddress.isPlausible(email) { problems[.email] = problems[.email] ?? .notAnAddress }
        let chosen = country.isEmpty ? nil : CountryCode.read(country)
        if !country.isEmpty, chosen == nil { problems[.country] = .notACountry }
        if !zone.isEmpty, !PlaceChoices.isZoneOfAPlace(zone), zone != known?.zone {
            problems[.zone] = .notAZone
        }
        if !language.isEmpty, !languages.contains(language), language != known?.language {
            problems[.language] = .notALanguage
        }
        var draft = LeadDraft(name: name, email: email, postcode: postcode, notes: notes)
        let number = number(chosen ?? assumed, &draft, &problems)
        if name.isEmpty, phone.isEmpty, email.isEmpty { problems[.name] = .needsSomething }
        readConsent(into: &draft, time, &problems)
        guard problems.isEmpty else { return (nil, problems) }
        draft.country = chosen ?? number?.country
        draft.timeZoneGiven = zone.isEmpty ? nil : zone
        draft.timeZone =
            CalledPlace(
                number: number, country: draft.country, postcode: draft.postcode, timeZone: draft.timeZoneGiven
            ).zone
        draft.isLanguageGiven = !language.isEmpty
        draft.language =
            language.isEmpty ? draft.country.flatMap { LanguageNames.usual(inCountry: $0) } : language
        return (draft, [:])
    }

    private func text(of field: Field) -> String {
        switch field {
        case .name: name
        case .phone: phone
        case .email: email
        case .postcode: postcode
        case .country: country
        case .language: language
        case .zone: zone
        case .notes: notes
        case .consent: consent
        case .consentSource: consentSource
        case .consentDate: consentDate
        }
    }

    private func number(
        _ country: String, _ draft: inout LeadDraft, _ problems: inout [Field: Phrase]
    ) -> TelephoneNumber? {
        guard !phone.isEmpty else { return nil }
        do throws(TelephoneNumber.Problem) {
            let number = try TelephoneNumber(phone, country: country)
            draft.phone = number.e164
            return number
        } catch {
            if keepsPhone {
                draft.phoneGiven = phone
                draft.phoneProblem = "\(error)"
            } else {
                problems[.phone] = problems[.phone] ?? Self.phrase(error)
            }
            return nil
        }
    }

    private func readConsent(into draft: inout LeadDraft, _ time: ViewerTime, _ problems: inout [Field: Phrase]) {
        guard !consent.isEmpty else { return }
        guard let kind = ConsentKind(rawValue: consent) else {
            problems[.consent] = .notAChoice
            return
        }
        // Who has to prove it needs to know where to look.
        if kind.isAgreement, consentSource.isEmpty { problems[.consentSource] = .sayHowGiven }
        draft.consent = kind
        draft.consentSource = consentSource.isEmpty ? nil : consentSource
        draft.consentAt = time.now
        guard !consentDate.isEmpty else { return }
        guard let day = CivilDate(consentDate), day.dayNumber <= time.today.dayNumber else {
            problems[.consentDate] = .notADayGone
            return
        }
        draft.consentAt = day == time.today ? time.now : time.start(of: day)
    }

    private static func phrase(_ problem: TelephoneNumber.Problem) -> Phrase {
        switch problem {
        case .notANumber: .notANumber
        case .tooShort: .numberTooShort
        case .tooLong: .numberTooLong
        case .unknownCountry: .numberOfNoCountry
        }
    }
}

/// A lead as it is kept.
struct LeadDraft: Sendable, Equatable {
    var name: String?
    /// E.164.
    var phone: String?
    var phoneGiven: String?
    var phoneProblem: String?
    var email: String?
    var postcode: String?
    var country: String?
    var language: String?
    var isLanguageGiven = false
    var timeZone: String?
    var timeZoneGiven: String?
    var notes: String?
    var consent: ConsentKind?
    var consentSource: String?
    var consentAt: Date?

    init(name: String, email: String, postcode: String, notes: String) {
        func some(_ text: String) -> String? { text.isEmpty ? nil : text }
        self.name = some(name)
        self.email = some(email)
        self.postcode = some(postcode)
        self.notes = some(notes)
    }
}

extension Phrase {
    static let consentHow = Phrase("How it was given", es: "Cómo se dio")
    static let consentDay = Phrase("On which day", es: "Qué día")
    static let tooLong = Phrase("This is too long.", es: "Es demasiado largo.")
    static let cannotBeKept = Phrase(
        "There is a character in it that cannot be kept.", es: "Contiene un carácter que no se puede guardar.")
    static let notAnAddress = Phrase(
        "This is not an email address. Write it like rosa@example.com.",
        es: "Esto no es una dirección de correo. Escríbala como rosa@example.com.")
    static let notACountry = Phrase("Choose a country from the list.", es: "Elija un país de la lista.")
    static let notAZone = Phrase("Choose a time zone from the list.", es: "Elija una zona horaria de la lista.")
    static let notALanguage = Phrase("Choose a language from the list.", es: "Elija un idioma de la lista.")
    static let notAChoice = Phrase("Choose one of the list.", es: "Elija una opción de la lista.")
    static let needsSomething = Phrase(
        "Give a name, a number or an email.", es: "Indique un nombre, un número o un correo.")
    static let sayHowGiven = Phrase(
        "Say how it was given, so that it can be proved.", es: "Indique cómo se dio, para poder demostrarlo.")
    static let notADayGone = Phrase(
        "Give a day that is not still to come.", es: "Indique un día que no esté por venir.")
    static let notANumber = Phrase(
        "This is not a telephone number. Write it with its country, such as +34 612 555 018.",
        es: "Esto no es un número de teléfono. Escríbalo con su país, como +34 612 555 018.")
    static let numberTooShort = Phrase(
        "This number is too short for its country. Write it with its country, such as +34 612 555 018.",
        es: "Este número es demasiado corto para su país. Escríbalo con su país, como +34 612 555 018.")
    static let numberTooLong = Phrase(
        "This number is too long for its country.", es: "Este número es demasiado largo para su país.")
    static let numberOfNoCountry = Phrase(
        "This number is of no country that is known. Write it with its country, such as +34 612 555 018.",
        es: "Este número no es de ningún país conocido. Escríbalo con su país, como +34 612 555 018.")
}
