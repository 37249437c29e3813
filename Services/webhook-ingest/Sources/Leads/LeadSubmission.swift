internal import Contracts
internal import Foundation
internal import LeadWords
internal import Telephony

/// A posted lead, read. Everything is optional: a person who left anything at all is kept.
struct LeadSubmission: Sendable, Equatable {
    var name: String?
    /// E.164; nil when there is no number, or none that can be dialled.
    var phone: String?
    /// As it came, when it could not be read.
    var phoneGiven: String?
    var phoneProblem: String?
    var email: String?
    var postcode: String?
    /// ISO 3166-1 alpha-2: as was said, else the number's.
    var country: String?
    var countryIsGiven: Bool
    /// BCP 47.
    var language: String?
    /// Of the tz database: in which times are shown; only when there is no doubt.
    var timeZone: String?
    /// Of the tz database, as the form said.
    var timeZoneGiven: String?
    var source: String
    var consent: ConsentKind
    var consentAt: Date
    /// A JSON object: the words, the page, the address it came from.
    var consentProof: String
    /// What whoever posted it should know.
    var warnings: [String] = []

    /// - Parameters:
    ///   - agency: what is assumed where the fields do not tell.
    ///   - sender: what the request itself tells about where it came from.
    init(_ fields: LeadFields, agency: AgencyDefaults, sender: Sender, now: Date, languages: LanguageNames) {
        name = Self.name(fields)
        email = fields.first(Names.email).flatMap(Self.email)
        let postcode = fields.first(Names.postcode)?.cleaned(limit: 20)
        let country = fields.first(Names.country).flatMap(CountryCode.read)
        self.postcode = postcode
        countryIsGiven = country != nil
        let number = Self.number(fields, country: country ?? agency.country)
        switch number {
        case .success(let number)?:
            phone = number.e164
            self.country = country ?? number.country
        case .failure(let problem)?:
            phoneGiven = fields.first(Names.phone)?.cleaned(limit: 100)
            phoneProblem = "\(problem)"
            self.country = country
            warnings.append("the number cannot be called: it is \(problem)")
        case nil:
            self.country = country
            warnings.append("there is no telephone number")
        }
        timeZoneGiven = fields.first(Names.timeZone).flatMap { TimeZone(identifier: $0) == nil ? nil : $0 }
        let place = CalledPlace(
            number: try? number?.get(), country: self.country, postcode: postcode, timeZone: timeZoneGiven)
        timeZone = place.zone
        language =
            Self.language(fields, languages) ?? self.country.flatMap(LanguageNames.usual(inCountry:))
        source = fields.first(Names.source)?.cleaned(limit: 100) ?? agency.tokenLabel
        (consent, consentAt, consentProof) = Self.consent(fields, agency, sender, now)
        if !consent.isAgreement { warnings.append("no consent to be called by a machine was given") }
    }

    /// The language that was said; nil when none was.
    static func language(_ fields: LeadFields, _ languages: LanguageNames) -> String? {
        fields.first(Names.language).flatMap(languages.tag)
    }

    private static func name(_ fields: LeadFields) -> String? {
        let parts = [fields.first(Names.firstName), fields.first(Names.lastName)].compactMap { $0 }
        let whole = parts.isEmpty ? fields.first(Names.name) : parts.joined(separator: " ")
        return whole.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }?.cleaned(limit: 200)
    }

    /// Without the blanks around it that come with a paste; nil when it cannot be an address.
    static func email(_ text: String) -> String? {
        let address = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return MailAddress.isPlausible(address) ? address : nil
    }

    private static func number(
        _ fields: LeadFields, country: String
    ) -> Result<TelephoneNumber, TelephoneNumber.Problem>? {
        var problem: TelephoneNumber.Problem?
        // The landline that was left empty but for a dash must not hide the mobile number.
        for text in fields.all(Names.phone) {
            do throws(TelephoneNumber.Problem) {
                return .success(try Self.number(text, country: country))
            } catch {
                problem = problem ?? error
            }
        }
        return problem.map { .failure($0) }
    }

    /// Who forgets to encode the plus of a form has it read as a blank. A blank may also be only that, before a number without a
    /// country code: so the plan has to have the number in use, but for the plan in which invented numbers are not.
    private static func number(
        _ text: String, country: String
    ) throws(TelephoneNumber.Problem) -> TelephoneNumber {
        let digits = text.drop { $0 == " " }
        if text.first == " ", digits.first?.isASCII == true, digits.first?.isNumber == true, digits.first != "0",
            let number = try? TelephoneNumber("+\(digits)", country: nil), number.isKnown || number.country == "US"
        {
            return number
        }
        return try TelephoneNumber(text, country: country)
    }

    private static func consent(
        _ fields: LeadFields, _ agency: AgencyDefaults, _ sender: Sender, _ now: Date
    ) -> (ConsentKind, Date, String) {
        let field = fields.firstEntry(Names.consent)
        let kind: ConsentKind
        if let value = field?.value {
            kind = ConsentWords.kind(of: value)
        } else if fields.names.isDisjoint(with: Names.consent) {
            kind = agency.impliedConsent ?? .inquiry
        } else {
            // A form that asks, and got no answer.
            kind = .inquiry
        }
        let said = fields.first(Names.consentTime).flatMap(Date.init(rfc3339:))
        let proof = [
            "field": field?.name, "value": field?.value, "text": fields.first(Names.consentText),
            "page": fields.first(Names.page), "ip_address": fields.first(Names.address) ?? sender.address,
            "user_agent": sender.userAgent, "token": agency.tokenLabel, "received_at": now.rfc3339,
        ].compactMapValues { $0?.cleaned(limit: 1000) }
        let json = (try? ContractJSON.encode(proof)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        // A time that lies ahead is a mistake.
        return (kind, min(said ?? now, now), json)
    }

    /// Who posted it.
    struct Sender: Sendable, Equatable {
        var address: String?
        var userAgent: String?
    }

    /// What the token tells.
    struct AgencyDefaults: Sendable, Equatable {
        var country: String
        var tokenLabel: String
        /// What everybody has agreed to who comes with this token.
        var impliedConsent: ConsentKind?
    }

    private enum Names {
        static let name = [
            "name", "fullname", "yourname", "contactname", "leadname", "customername", "nombre", "nom", "nome",
        ]
        static let firstName = ["firstname", "givenname", "first", "vorname", "prenom", "fname"]
        static let lastName = [
            "lastname", "familyname", "surname", "last", "nachname", "apellido", "apellidos", "lname",
        ]
        static let phone = [
            "phone", "phonenumber", "mobilephone", "mobile", "mobilenumber", "cellphone", "cell", "telephone", "tel",
            "telefon", "telefono", "telefone", "whatsapp", "whatsappnumber", "yourphone", "contactphone", "number",
        ]
        static let email = ["email", "emailaddress", "mail", "workemail", "youremail", "contactemail", "correo"]
        static let postcode = [
            "postcode", "postalcode", "zip", "zipcode", "zippostalcode", "postal", "plz", "codepostal", "codigopostal",
            "cap",
        ]
        static let country = ["countrycode", "country", "countryregion", "land", "pais", "pays"]
        static let language = [
            "language", "preferredlanguage", "lang", "locale", "hslanguage", "sprache", "idioma", "langue",
        ]
        static let timeZone = ["timezone", "tz", "hstimezone"]
        static let consent = [
            // What is agreed to about mails, messages or data is no agreement to be called by a machine.
            "consent", "consenttocall", "tcpaconsent", "tcpa", "callconsent", "agree", "agreement", "iagree",
            "consentgiven",
        ]
        static let consentText = ["consenttext", "consentlanguage", "consentwording", "disclosure", "tcpatext"]
        static let consentTime = ["consentat", "consenttimestamp", "consenttime", "createdtime", "submittedat"]
        static let page = ["pageurl", "pageuri", "sourceurl", "landingpage", "formurl", "url", "referrer"]
        static let address = ["ipaddress", "ip", "remoteip"]
        static let source = ["source", "leadsource", "formname", "utmsource", "campaignname", "adname"]
    }
}
