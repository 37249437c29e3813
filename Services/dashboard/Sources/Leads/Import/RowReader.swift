internal import CSV
internal import Contracts
internal import FoundationEssentials
internal import Telephony

/// Makes a person of a record, or says what is wrong with it.
struct RowReader: Sendable {
    static let longestName = 200
    static let longestNotes = 4000
    private static let longestPostcode = 20

    let mapping: ColumnMapping
    let defaults: ImportDefaults
    let readers: ImportReaders

    private var countries = Recall<String?>()
    private var languages = Recall<String?>()
    private var usualLanguages = Recall<String?>()
    private var consents = Recall<ConsentKind>()
    private var zones = Recall<Bool>()

    init(mapping: ColumnMapping, defaults: ImportDefaults, readers: ImportReaders) {
        self.mapping = mapping
        self.defaults = defaults
        self.readers = readers
    }

    /// What is read of one record.
    private struct Draft {
        let line: Int
        var problems: [RowProblem] = []

        mutating func note(_ code: RowProblem.Code, _ cell: Cell) {
            problems.append(RowProblem(line: line, column: cell.column + 1, code: code, value: cell.value))
        }
    }

    private struct Cell {
        let column: Int
        let value: String
    }

    /// - Returns: the person, when the row can be taken, with the problems of values that were left out; else why it
    ///   cannot. Nothing at all when nothing stands in it.
    mutating func read(_ record: CSVRecord) -> (lead: LeadRow?, problems: [RowProblem]) {
        var draft = Draft(line: record.lines.lowerBound)
        guard let cells = cells(of: record, &draft) else { return (nil, draft.problems) }
        guard !cells.isEmpty || !draft.problems.isEmpty else { return (nil, []) }
        let country = cells[.country]?.first
        let code = country.flatMap { cell in
            countries.answer(to: cell.value) { [readers] in readers.country($0) }
        }
        let number = number(cells, country: country, code: code, &draft)
        let name = name(cells, &draft)
        let email = email(cells, &draft)
        guard let number, !draft.problems.contains(where: \.code.refusesRow) else { return (nil, draft.problems) }
        let countryCode = code ?? number.number.country
        var lead = LeadRow(
            line: draft.line, name: name, phone: number.number.e164, phoneGiven: number.cell.value, email: email,
            postcode: postcode(cells, &draft), country: countryCode, countryIsGiven: code != nil,
            languageIsGiven: false,
            timeZoneGiven: timeZone(cells, &draft), notes: notes(record, &draft), consent: consent(cells))
        (lead.preferredLanguage, lead.languageIsGiven) = language(cells, country: countryCode, &draft)
        lead.timeZone =
            CalledPlace(
                number: number.number, country: countryCode, postcode: lead.postcode, timeZone: lead.timeZoneGiven
            ).zone
        return (lead, draft.problems)
    }

    /// The cells with something in them, by what their column is, in the order of the file. Notes are not among them.
    /// Nil when the row has more of them than there are columns: then no cell can be trusted to be where it belongs.
    private func cells(of record: CSVRecord, _ draft: inout Draft) -> [ImportColumn: [Cell]]? {
        var cells: [ImportColumn: [Cell]] = [:]
        for index in 0..<record.count {
            let kind = index < mapping.columns.count ? mapping.columns[index] : nil
            if kind == .ignore || kind == .notes { continue }
            guard let value = record[index] else { continue }
            switch (CellText(value), kind) {
            case (.blank, _): continue
            case (_, nil):
                draft.problems = []
                draft.note(.extraCells, Cell(column: index, value: value))
                return nil
            case (.text(let text), let kind?):
                cells[kind, default: []].append(Cell(column: index, value: text))
            case (.lines, _): draft.note(.lineBreak, Cell(column: index, value: value))
            case (.controls, _): draft.note(.controlCharacter, Cell(column: index, value: value))
            }
        }
        return cells
    }
}

// MARK: Values

extension RowReader {
    private func number(
        _ cells: [ImportColumn: [Cell]], country: Cell?, code: String?, _ draft: inout Draft
    ) -> (number: TelephoneNumber, cell: Cell)? {
        var first: (code: RowProblem.Code, cell: Cell)?
        let assumed = country == nil ? defaults.country : code
        // A landline that cannot be read must not hide the mobile number.
        for cell in cells[.phone] ?? [] {
            do throws(RowProblem.Code) {
                let number = try PhoneCell.read(cell.value, country: assumed)
                if let country, code == nil { draft.note(.countryLeftOut, country) }
                return (number, cell)
            } catch {
                first = first ?? (error, cell)
            }
        }
        if let country, code == nil, first?.code == .phoneOfUnknownCountry {
            draft.note(.countryUnknown, country)
        } else if let first {
            draft.note(first.code, first.cell)
        } else if draft.problems.isEmpty {
            draft.problems.append(RowProblem(line: draft.line, column: nil, code: .phoneMissing, value: ""))
        }
        return nil
    }

    /// Given name and family name, where there is either; `name` is the one of them that has no column.
    private func name(_ cells: [ImportColumn: [Cell]], _ draft: inout Draft) -> String? {
        let whole = cells[.name]?.first
        let given = cells[.givenName]?.first
        let family = cells[.familyName]?.first
        // By the columns and not by the cells: who has no given name is not called by both names in one.
        let hasBoth = mapping.columns.contains(.givenName) && mapping.columns.contains(.familyName)
        let parts = hasBoth && (given ?? family) != nil ? [given, family] : [given ?? whole, family ?? whole]
        var used: [Cell] = []
        for cell in parts.compactMap({ $0 }) where used.last?.column != cell.column { used.append(cell) }
        for cell in used where Self.isFormula(cell.value) {
            draft.note(.formula, cell)
            return nil
        }
        let name = used.map(\.value).joined(separator: " ")
        if let first = used.first, name.unicodeScalars.count > Self.longestName { draft.note(.nameTooLong, first) }
        return name.isEmpty ? nil : name
    }

    /// An apostrophe before it keeps a spreadsheet from calculating, and does not make it a name.
    private static func isFormula(_ text: String) -> Bool {
        FormulaGuard.looksLikeFormula(text)
            || text.first == "'" && FormulaGuard.looksLikeFormula(String(text.dropFirst()))
    }

    private func email(_ cells: [ImportColumn: [Cell]], _ draft: inout Draft) -> String? {
        guard let cell = cells[.email]?.first else { return nil }
        do throws(RowProblem.Code) {
            return try MailCell.read(cell.value)
        } catch {
            draft.note(error, cell)
            return nil
        }
    }

    private func postcode(_ cells: [ImportColumn: [Cell]], _ draft: inout Draft) -> String? {
        guard let cell = cells[.postcode]?.first else { return nil }
        let postcode = PhoneCell.constant(cell.value)
        let isPostcode =
            postcode.utf8.count <= Self.longestPostcode
            && postcode.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
        guard isPostcode else {
            draft.note(.postcodeInvalid, cell)
            return nil
        }
        return postcode
    }

    private mutating func language(
        _ cells: [ImportColumn: [Cell]], country: String?, _ draft: inout Draft
    ) -> (tag: String?, isGiven: Bool) {
        if let cell = cells[.language]?.first {
            let said = languages.answer(to: cell.value) { [readers] in readers.language($0) }
            if let said { return (said, true) }
            draft.note(.languageUnknown, cell)
        }
        if let chosen = defaults.language { return (chosen, false) }
        let usual = country.flatMap { country in
            usualLanguages.answer(to: country) { [readers] in readers.usualLanguage($0) }
        }
        return (usual, false)
    }

    private mutating func timeZone(_ cells: [ImportColumn: [Cell]], _ draft: inout Draft) -> String? {
        guard let cell = cells[.timeZone]?.first else { return nil }
        guard zones.answer(to: cell.value, PlaceChoices.isZoneOfAPlace) else {
            draft.note(.timeZoneUnknown, cell)
            return nil
        }
        return cell.value
    }

    private func notes(_ record: CSVRecord, _ draft: inout Draft) -> String? {
        var notes: [String] = []
        var firstColumn: Int?
        for (index, kind) in mapping.columns.enumerated() where kind == .notes {
            guard let text = record[index].flatMap(CellText.notes) else { continue }
            firstColumn = firstColumn ?? index
            notes.append(text)
        }
        guard let firstColumn else { return nil }
        let text = notes.joined(separator: "\n")
        guard text.unicodeScalars.count > Self.longestNotes else { return text }
        draft.note(.notesCut, Cell(column: firstColumn, value: text))
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestNotes)))
    }

    /// A column that asks, and has no answer, is no agreement.
    private mutating func consent(_ cells: [ImportColumn: [Cell]]) -> ConsentKind? {
        guard mapping.columns.contains(.consent) else { return nil }
        guard let cell = cells[.consent]?.first else { return .inquiry }
        return consents.answer(to: cell.value) { [readers] in readers.consent($0) }
    }
}
