/// The pages about what runs, waits or has failed.
enum OperationsTab: String, Sendable, CaseIterable {
    case now = ""
    case unopened, messages, webhooks
    case deadLetters = "dead-letters"
    case providers

    var path: String { rawValue.isEmpty ? "/operations" : "/operations/\(rawValue)" }

    var title: Phrase {
        switch self {
        case .now: Phrase("Now", es: "Ahora")
        case .unopened: Phrase("Not opened", es: "Sin abrir")
        case .messages: Phrase("Messages", es: "Mensajes")
        case .webhooks: Phrase("Webhook log", es: "Registro de webhooks")
        case .deadLetters: Phrase("Dead letters", es: "Mensajes muertos")
        case .providers: Phrase("Providers and queues", es: "Proveedores y colas")
        }
    }
}

extension PageFrame {
    /// A page of the operations.
    ///
    /// - Parameter isStart: whether it is the tab's own page, and not one below it.
    func operations(_ tab: OperationsTab, isStart: Bool = true, _ content: HTML) -> HTML {
        let mark: HTML = isStart ? #" aria-current="page""# : #" aria-current="true""#
        let tabs = OperationsTab.allCases.html { one in
            #"<a href="\#(one.path)"\#(mark, when: one == tab)>\#(words(one.title))</a>"#
        }
        return page(
            title: "\(words(Section.operations.title)): \(words(tab.title))", section: .operations,
            isSectionStart: tab == .now && isStart,
            """
            <header class="page-head"><div><h1>\(words(Section.operations.title))</h1><p>\(words(.operationsText))</p></div></header>
            <nav class="tabs" aria-label="\(words(Section.operations.title))">\(tabs)</nav>
            \(content)
            """)
    }

    /// Links to the first page and the next.
    func operationsPager(_ path: String, isFirst: Bool, next: Cursor?) -> HTML {
        guard next != nil || !isFirst else { return .empty }
        let first: HTML = #"<a class="button" href="\#(path)" rel="first">\#(words(.firstPage))</a>"#
        let following: HTML? = next.map {
            #"<a class="button" href="\#(path)?after=\#($0.text)" rel="next">\#(words(.nextPage))</a>"#
        }
        return """
            <nav class="pager" aria-label="\(words(.pages))">\(isFirst ? .empty : first)\(following)</nav>
            """
    }

    func operationsEmpty(_ title: Phrase, _ text: Phrase) -> HTML {
        #"<div class="empty"><h2>\#(words(title))</h2><p>\#(words(text))</p></div>"#
    }
}

extension Phrase {
    static let operationsText = Phrase("What runs, waits or has failed", es: "Lo que funciona, espera o ha fallado")
}
