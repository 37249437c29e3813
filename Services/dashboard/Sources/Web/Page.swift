internal import Foundation

/// The parts of the console that have a place in its navigation.
enum Section: String, Sendable, CaseIterable {
    case overview, calls, appointments, leads, team, settings, operations

    var path: String { "/\(rawValue)" }

    var title: Phrase {
        switch self {
        case .overview: Phrase("Overview", es: "Resumen")
        case .calls: Phrase("Calls", es: "Llamadas")
        case .appointments: Phrase("Appointments", es: "Citas")
        case .leads: Phrase("Leads", es: "Contactos")
        case .team: Phrase("Team", es: "Equipo")
        case .settings: Phrase("Settings", es: "Ajustes")
        case .operations: Phrase("Operations", es: "Operaciones")
        }
    }

    /// Those that somebody can go to.
    static func visible(to viewer: Viewer) -> [Section] {
        viewer.isOwner ? allCases : [.overview, .calls, .appointments, .leads, .team]
    }
}

/// Everything that a page needs to know about who reads it: made once for each request.
struct PageFrame: Sendable {
    let assets: Assets
    let viewer: Viewer
    /// For the hidden field of every form.
    let formToken: String
    let words: Words
    let time: ViewerTime

    /// A page within the console.
    ///
    /// - Parameters:
    ///   - section: the place in the navigation that it belongs to; nil for a person's own pages.
    ///   - isSectionStart: whether it is the page that the navigation leads to.
    func page(
        title: String, section: Section?, isSectionStart: Bool = true, _ main: HTML
    ) -> HTML {
        """
        <!doctype html>
        <html lang="\(words.language.rawValue)"\(themeAttribute)>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>\(title) · \(viewer.agencyName) · Thavon</title>
        <link rel="icon" href="\(assets.iconPath)">
        <link rel="stylesheet" href="\(assets.stylePath)">
        <script type="module" src="\(assets.scriptPath)"></script>
        </head>
        <body class="shell">
        <a class="skip" href="#main">\(words(.skipToContent))</a>
        <header class="side">
        <div class="brand"><a href="/">Thavon</a><span class="agency truncate" dir="auto" title="\(viewer.agencyName)">\(viewer.agencyName)</span></div>
        <details class="menu"><summary>\(words(.menu))</summary>
        <nav aria-label="\(words(.mainNavigation))">
        \(Section.visible(to: viewer).html { link($0, current: section, isStart: isSectionStart) })
        </nav>
        <div class="who"><a href="/account" class="truncate" dir="auto">\(viewer.name)</a><span class="muted">\(words(viewer.isOwner ? .owner : .agent))</span>
        <form method="post" action="/sign-out">\(formField)<button>\(words(.signOut))</button></form></div>
        </details>
        </header>
        <main id="main" tabindex="-1">
        \(main)
        </main>
        </body></html>

        """
    }

    /// A language as the viewer's language calls it: `German`, `alemán`.
    func languageName(_ tag: String) -> String {
        let name = Locale(identifier: words.language.rawValue).localizedString(forIdentifier: tag)
        return name.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? tag
    }

    /// To be put into every form.
    var formField: HTML { #"<input type="hidden" name="\#(FormToken.field)" value="\#(formToken)">"# }

    /// What a page shows first after something was done.
    func notice(_ phrase: Phrase?, tone: String = "good") -> HTML {
        phrase.map { #"<div class="notice \#(tone)" role="status"><p>\#(words($0))</p></div>"# } ?? .empty
    }

    private var themeAttribute: HTML {
        let theme: HTML = viewer.theme == "system" ? .empty : #" data-theme="\#(viewer.theme)""#
        return theme + (viewer.hasShortcuts ? .empty : #" data-keys="off""#)
    }

    private func link(_ section: Section, current: Section?, isStart: Bool) -> HTML {
        let mark: HTML = isStart ? #" aria-current="page""# : #" aria-current="true""#
        return #"<a href="\#(section.path)"\#(mark, when: section == current)>\#(words(section.title))</a>"#
    }
}

/// A page for somebody who has not signed in: a card and nothing else.
struct PlainPage: Sendable {
    let assets: Assets
    let words: Words
    let title: String

    func render(_ content: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="\(words.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>\(title) · Thavon</title>
        <link rel="icon" href="\(assets.iconPath)">
        <link rel="stylesheet" href="\(assets.stylePath)">
        <script type="module" src="\(assets.scriptPath)"></script>
        </head>
        <body class="door"><main id="main"><p class="brand">Thavon</p><div class="card"><h1>\(title)</h1>
        \(content)
        </div></main></body></html>

        """
    }
}

extension Phrase {
    static let skipToContent = Phrase("Skip to content", es: "Saltar al contenido")
    static let menu = Phrase("Menu", es: "Menú")
    static let mainNavigation = Phrase("Main", es: "Principal")
    static let owner = Phrase("Owner", es: "Propietario")
    static let agent = Phrase("Agent", es: "Agente")
    static let signOut = Phrase("Sign out", es: "Cerrar sesión")
}
