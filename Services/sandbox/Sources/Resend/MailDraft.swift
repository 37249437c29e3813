/// An email as it was asked for, checked as Resend checks it.
struct MailDraft: Sendable, Equatable {
    struct Tag: Sendable, Equatable {
        var name: String
        var value: String
    }

    struct Attachment: Sendable, Equatable {
        var filename: String?
        var contentType: String?
    }

    var from: String
    var to: [String]
    var cc: [String] = []
    var bcc: [String] = []
    var replyTo: [String] = []
    var subject: String
    var html: String?
    var text: String?
    var templateID: String?
    var scheduledAt: String?
    var tags: [Tag] = []
    var attachments: [Attachment] = []

    var recipientCount: Int { to.count + cc.count + bcc.count }
}

extension MailDraft {
    /// The members that Resend's API description has, 1.5.0; a test holds them against it.
    static let fields: Set = [
        "from", "to", "subject", "bcc", "cc", "reply_to", "html", "text", "template", "headers", "scheduled_at",
        "attachments", "tags", "topic_id",
    ]
    static let attachmentFields: Set = ["content", "filename", "path", "content_type", "content_id"]
    static let tagFields: Set = ["name", "value"]
    static let templateFields: Set = ["id", "variables"]

    /// - Throws: what Resend would refuse it for.
    init(_ json: JSON) throws(ResendProblem) {
        guard let members = json.members else { throw .invalid("The request body must be an object.") }
        try Self.refuseUnknown(members, known: Self.fields, in: "")
        from = try Self.text(json, "from", required: true) ?? ""
        to = try Self.addresses(json, "to", required: true)
        subject = try Self.text(json, "subject", required: true) ?? ""
        if subject.contains(where: \.isNewline) {
            throw .invalid("The `\\n` is not allowed in the `subject` field.")
        }
        guard MailAddress(from) != nil else {
            throw ResendProblem(422, "invalid_from_address", "Invalid `from` field. \(MailAddress.format)")
        }
        cc = try Self.addresses(json, "cc")
        bcc = try Self.addresses(json, "bcc")
        replyTo = try Self.addresses(json, "reply_to")
        if to.count > 50 { throw .invalid("The `to` field may have at most 50 recipients.") }
        html = try Self.text(json, "html")
        text = try Self.text(json, "text")
        scheduledAt = try Self.text(json, "scheduled_at")
        _ = try Self.text(json, "topic_id")
        try readTemplate(json["template"])
        try readTags(json["tags"])
        try readAttachments(json["attachments"])
        try Self.checkHeaders(json["headers"])
    }

    private mutating func readTemplate(_ json: JSON?) throws(ResendProblem) {
        guard let json, json != .null else {
            if html == nil && text == nil { throw .missingField("`html` or `text`") }
            return
        }
        guard let members = json.members, let id = json["id"]?.string, !id.isEmpty else {
            throw .invalid("The `template` field must be an object with an `id`.")
        }
        try Self.refuseUnknown(members, known: Self.templateFields, in: "template.")
        if html != nil || text != nil { throw .invalid("`template` cannot be used together with `html` or `text`.") }
        templateID = id
    }

    private mutating func readTags(_ json: JSON?) throws(ResendProblem) {
        guard let json, json != .null else { return }
        guard let items = json.elements else { throw .invalid("The `tags` field must be an array.") }
        for item in items {
            guard let members = item.members, let name = item["name"]?.string, let value = item["value"]?.string else {
                throw .invalid("Each tag must have a `name` and a `value`.")
            }
            try Self.refuseUnknown(members, known: Self.tagFields, in: "tags.")
            guard Self.isTagText(name), Self.isTagText(value) else {
                throw .invalid("Tags should only contain ASCII letters, numbers, underscores, or dashes.")
            }
            tags.append(Tag(name: name, value: value))
        }
    }

    private mutating func readAttachments(_ json: JSON?) throws(ResendProblem) {
        guard let json, json != .null else { return }
        guard let items = json.elements else { throw .invalid("The `attachments` field must be an array.") }
        for item in items {
            guard let members = item.members, item["content"]?.string != nil || item["path"]?.string != nil else {
                throw ResendProblem(422, "invalid_attachment", "Attachment must have either a `content` or `path`.")
            }
            try Self.refuseUnknown(members, known: Self.attachmentFields, in: "attachments.")
            attachments.append(
                Attachment(filename: item["filename"]?.string, contentType: item["content_type"]?.string))
        }
    }

    private static func checkHeaders(_ json: JSON?) throws(ResendProblem) {
        guard let json, json != .null else { return }
        guard let members = json.members, members.values.allSatisfy({ $0.string != nil }) else {
            throw .invalid("The `headers` field must be an object of strings.")
        }
    }

    private static func refuseUnknown(
        _ members: [String: JSON], known: Set<String>, in prefix: String
    ) throws(ResendProblem) {
        guard let name = members.keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw .invalid("Unrecognized key: `\(prefix)\(name.prefix(100))`.")
    }

    private static func text(_ json: JSON, _ name: String, required: Bool = false) throws(ResendProblem) -> String? {
        guard let value = json[name], value != .null, value != "" else {
            if required { throw .missingField("`\(name)`") }
            return nil
        }
        guard let text = value.string else { throw .invalid("The `\(name)` field must be a `string`.") }
        return text
    }

    private static func addresses(
        _ json: JSON, _ name: String, required: Bool = false
    ) throws(ResendProblem) -> [String] {
        guard let value = json[name], value != .null, value != "", value != [] else {
            if required { throw .missingField("`\(name)`") }
            return []
        }
        var found: [String] = []
        for item in value.elements ?? [value] {
            guard let text = item.string, MailAddress(text) != nil else {
                throw .invalid("Invalid `\(name)` field. \(MailAddress.format)")
            }
            found.append(text)
        }
        return found
    }

    private static func isTagText(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}

/// `a@b` or `Name <a@b>`.
struct MailAddress: Sendable, Equatable {
    static let format =
        "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format."

    var name: String?
    var address: String

    init?(_ text: String) {
        if text.contains(where: \.isNewline) { return nil }
        if let open = text.lastIndex(of: "<") {
            guard text.hasSuffix(">") else { return nil }
            address = String(text[text.index(after: open)...].dropLast())
            name = String(text[..<open])
        } else {
            address = text
        }
        guard Self.isAddress(address) else { return nil }
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, text.utf8.count <= 254 else {
            return false
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>(),;:\"\\[]".utf8.contains($0) }
    }
}
