internal import Crypto
internal import FoundationEssentials
internal import LenientJSON
internal import Vapi

/// One tool call in any of the shapes that occur: `toolCallList`, `toolCalls` or `toolWithToolCallList`, nested under
/// `function` or flat; or the older `function-call`.
struct ToolCall: Sendable {
    var id: String
    var name: String?
    var arguments: Arguments

    enum Arguments: Sendable {
        case given(JSONNode)
        case none
        /// Text that is no JSON: cut off where the model's tokens ran out.
        case cutOff
    }

    static func all(in message: JSONNode) -> [ToolCall] {
        let lists: [[JSONNode]] = [
            message.list("toolCallList"), message.list("toolCalls"),
            message.list("toolWithToolCallList").compactMap { $0["toolCall"] },
        ]
        let calls = lists.first { !$0.isEmpty } ?? []
        return calls.compactMap { call in
            guard let id = call["id"]?.nonEmptyString else { return nil }
            let function = call["function"]
            return ToolCall(
                id: id, name: (function?["name"] ?? call["name"])?.nonEmptyString,
                arguments: read([
                    function?["arguments"], function?["parameters"], call["arguments"], call["parameters"],
                ]))
        }
    }

    /// The call of a `function-call`, which has no id: the same words in the same call are the same wish.
    static func legacy(in message: JSONNode) -> ToolCall? {
        guard let call = message["functionCall"], let name = call["name"]?.nonEmptyString else { return nil }
        let words = call["parameters"] ?? call["arguments"]
        let hash = SHA256.hash(data: Data(words.map { Array($0.rawBytes) } ?? []))
        return ToolCall(
            id: call["id"]?.nonEmptyString ?? "\(name)/\(hash.prefix(8).map { String($0, radix: 16) }.joined())",
            name: name, arguments: read([call["parameters"], call["arguments"]]))
    }

    private static func read(_ places: [JSONNode?]) -> Arguments {
        guard let found = places.compactMap({ $0 }).first(where: { !$0.isNull }) else { return .none }
        guard let text = found.string else { return found.kind == .object ? .given(found) : .none }
        guard !text.allSatisfy(\.isWhitespace) else { return .none }
        guard let document = try? JSONDocument(parsing: Array(text.utf8)), document.root.kind == .object else {
            return .cutOff
        }
        return .given(document.root)
    }
}

/// What a booking tool was given, under whatever names the model or the tool's author chose.
struct BookingArguments: Sendable {
    /// A moment in one text, or day and time apart.
    var moment: String?
    var date: String?
    var time: String?
    var timeZone: String?
    var name: String?
    var email: String?
    var notes: String?

    private static let moments: Set = [
        "datetime", "startdatetime", "start", "starttime", "startsat", "when", "at", "moment", "slot", "scheduledat",
        "timeslot", "to", "fechahora", "datahora", "dateandtime",
    ]
    private static let dates: Set = ["date", "day", "fecha", "dia", "data", "datum", "tag", "jour", "giorno"]
    private static let times: Set = ["time", "hour", "hora", "uhrzeit", "heure", "ora", "orario"]
    private static let zones: Set = ["timezone", "tz", "zone"]
    private static let names: Set = [
        "name", "fullname", "customername", "leadname", "clientname", "nombre", "patientname",
    ]
    private static let mails: Set = ["email", "mail", "emailaddress", "correo"]
    private static let remarks: Set = ["notes", "note", "reason", "topic", "comment", "comments", "notas", "purpose"]

    init(_ arguments: ToolCall.Arguments) {
        guard case .given(let node) = arguments else { return }
        for member in node.members {
            guard let text = member.value.nonEmptyString ?? member.value.int.map(String.init) else { continue }
            take(Self.plain(member.key), text)
        }
        // One of the two may hold both.
        if moment == nil, date == nil { (moment, time) = (time, nil) }
    }

    private mutating func take(_ key: String, _ text: String) {
        let short = String(text.prefix(1000))
        if Self.dates.contains(key) {
            date = short
        } else if Self.times.contains(key) {
            time = short
        } else if Self.moments.contains(key) {
            moment = short
        } else if Self.zones.contains(key) {
            timeZone = short
        } else if Self.names.contains(key) {
            name = String(text.prefix(200))
        } else if Self.mails.contains(key) {
            email = String(text.prefix(200))
        } else if Self.remarks.contains(key) {
            notes = short
        }
    }

    /// `new_date`, `appointmentDate` and `preferred-date` are all a date.
    private static func plain(_ key: String) -> String {
        var plain = key.lowercased().filter { $0.isLetter || $0.isNumber }
        for prefix in ["new", "appointment", "preferred", "requested", "desired"]
        where plain.hasPrefix(prefix) && plain.count > prefix.count {
            plain = String(plain.dropFirst(prefix.count))
        }
        return plain
    }
}

/// What the assistant can do about appointments.
enum BookingTool: String, Sendable, CaseIterable {
    case check = "checkavailability"
    case book = "bookappointment"
    case reschedule = "rescheduleappointment"
    case cancel = "cancelappointment"

    /// `check_availability`, `checkAvailability`, and names that go on after that.
    init?(name: String?) {
        let plain = (name ?? "").lowercased().filter { $0.isLetter || $0.isNumber }
        guard let tool = Self.allCases.first(where: { plain.hasPrefix($0.rawValue) }) else { return nil }
        self = tool
    }
}
