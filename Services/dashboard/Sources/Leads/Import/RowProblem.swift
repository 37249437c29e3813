internal import CSV

/// What is wrong with a row, for a list from which somebody mends their file.
struct RowProblem: Sendable, Hashable, Codable {
    /// Counted from 1, as an editor shows it.
    var line: Int
    /// The last line of what is left out, when that is more than one.
    var lastLine: Int
    /// Counted from 1; nil when it is the whole row's.
    var column: Int?
    var code: Code
    /// At most 80 characters (Unicode scalars) of what stands there, without what could turn a page around.
    var value: String
    /// Of a duplicate: the line that came first.
    var firstLine: Int?

    init(line: Int, lastLine: Int? = nil, column: Int?, code: Code, value: String, firstLine: Int? = nil) {
        self.line = line
        self.lastLine = lastLine ?? line
        self.column = column
        self.code = code
        self.value = CellText.excerpt(value)
        self.firstLine = firstLine
    }

    init(_ problem: CSVProblem) {
        self.init(
            line: problem.lines.lowerBound, lastLine: problem.lines.upperBound, column: problem.column,
            code: Code(problem.kind), value: problem.excerpt)
    }

    enum Code: String, Error, Sendable, Codable, CaseIterable {
        // The file cannot be read there.
        case unterminatedQuote = "unterminated_quote"
        case textAfterQuote = "text_after_quote"
        case cellTooLong = "cell_too_long"
        case rowTooLong = "row_too_long"
        case tooManyColumns = "too_many_columns"
        case invalidText = "invalid_text"
        case nul

        // The row is left out.
        /// Something stands past the last column, most often because of a delimiter in a cell without quotes.
        case extraCells = "extra_cells"
        case phoneMissing = "phone_missing"
        case phoneUnreadable = "phone_unreadable"
        case phoneTooShort = "phone_too_short"
        case phoneTooLong = "phone_too_long"
        case phoneOfUnknownCountry = "phone_of_unknown_country"
        /// `4.91512E+12`: a spreadsheet has thrown digits away.
        case phoneRounded = "phone_rounded"
        /// Without the country it would be called in another.
        case countryUnknown = "country_unknown"
        case formula
        case nameTooLong = "name_too_long"
        case lineBreak = "line_break"
        case controlCharacter = "control_character"
        /// The same number stands in an earlier row.
        case duplicate
        /// This row and all after it.
        case tooManyRows = "too_many_rows"

        // The value is left out, the row is taken.
        case emailInvalid = "email_invalid"
        case postcodeInvalid = "postcode_invalid"
        /// The number says the country.
        case countryLeftOut = "country_left_out"
        case languageUnknown = "language_unknown"
        case timeZoneUnknown = "time_zone_unknown"
        case notesCut = "notes_cut"
        /// The lead has refused; an agreement in a file does not change that.
        case refusalKept = "refusal_kept"

        /// Whether the row is left out, rather than the value only.
        var refusesRow: Bool {
            switch self {
            case .emailInvalid, .postcodeInvalid, .countryLeftOut, .languageUnknown, .timeZoneUnknown, .notesCut,
                .refusalKept:
                false
            default: true
            }
        }

        init(_ kind: CSVProblem.Kind) {
            self =
                switch kind {
                case .unterminatedQuote: .unterminatedQuote
                case .textAfterQuote: .textAfterQuote
                case .fieldTooLong: .cellTooLong
                case .recordTooLong: .rowTooLong
                case .tooManyColumns: .tooManyColumns
                case .invalidText: .invalidText
                case .nul: .nul
                }
        }
    }
}
