internal import Notices

/// Uses of channels by kind of message as a form has them: a select for each, whose empty choice sets nothing. Of what is stored
/// it says only what it shows; the rest stays as it is.
struct NotificationGridForm: Sendable, Equatable {
    private static let uses: [(value: String, use: NotificationPreferences.Use?)] = [
        ("", nil), ("on", .on), ("off", .off), ("fallback", .fallback),
    ]
    private static let channels = PreferencesForm.channels.map(\.name)

    /// Of the fields' names, such as `cell-` for `cell-call.missed/sms`.
    let prefix: String
    /// In the order of the rows.
    let kinds: [String]
    /// By `kind/channel`.
    private(set) var cells: [String: String] = [:]

    init(_ prefix: String, _ kinds: [String], _ grid: NotificationPreferences.Grid) {
        (self.prefix, self.kinds) = (prefix, kinds)
        for (kind, channel) in places {
            let use = grid[kind]?[channel]
            cells["\(kind)/\(channel)"] = Self.uses.first { $0.use == use }?.value
        }
    }

    init(_ prefix: String, _ kinds: [String], _ form: Form) {
        (self.prefix, self.kinds) = (prefix, kinds)
        for (kind, channel) in places { cells["\(kind)/\(channel)"] = form["\(prefix)\(kind)/\(channel)"] }
    }

    private var places: [(kind: String, channel: String)] {
        kinds.flatMap { kind in Self.channels.map { (kind, $0) } }
    }

    /// Whether nothing is chosen that is not offered.
    var isSound: Bool { cells.values.allSatisfy { value in Self.uses.contains { $0.value == value } } }

    /// What is stored then.
    func applied(to stored: NotificationPreferences.Grid) -> NotificationPreferences.Grid {
        var result = stored
        for (kind, channel) in places {
            let value = cells["\(kind)/\(channel)"] ?? ""
            result[kind, default: [:]][channel] = Self.uses.first { $0.value == value }?.use
        }
        return result.filter { !$0.value.isEmpty }
    }

    /// - Parameters:
    ///   - name: of the field for what is wrong with it as a whole.
    ///   - text: of a choice at a place; of no use, what counts when nothing is set.
    func html(
        _ name: String, label: String, caption: HTML, about: Phrase, _ words: Words,
        text: (_ kind: String, _ channel: String, _ use: NotificationPreferences.Use?) -> String
    ) -> HTML {
        let rows = kinds.html { kind in
            let title = NoticeKind.text(kind, words)
            let row = PreferencesForm.channels.html { channel in
                let chosen = cells["\(kind)/\(channel.name)"] ?? ""
                let options = Self.uses.html { one in
                    #"<option value="\#(one.value)"\#(" selected", when: one.value == chosen)>\#(text(kind, channel.name, one.use))</option>"#
                }
                return """
                    <td><label><span class="visually-hidden">\(title): \(words(channel.title))</span><select name="\(prefix)\(kind)/\(channel.name)">\(options)</select></label></td>
                    """
            }
            return #"<tr><th scope="row">\#(title)</th>\#(row)</tr>"#
        }
        return """
            <div class="grid-scroll" role="region" aria-label="\(label)" tabindex="0" id="f-\(name)"><table class="matrix">\(caption)
            <thead><tr><th scope="col">\(words(about))</th>\(PreferencesForm.channels.html { #"<th scope="col">\#(words($0.title))</th>"# })</tr></thead>
            <tbody>\(rows)</tbody></table></div>

            """
    }
}
