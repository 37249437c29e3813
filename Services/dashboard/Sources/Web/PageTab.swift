/// One of several pages that a section is made of. The one whose raw value is empty is the section's own.
protocol PageTab: RawRepresentable<String>, CaseIterable, Equatable, Sendable {
    static var section: Section { get }
    var title: Phrase { get }
}

extension PageTab {
    var path: String { rawValue.isEmpty ? Self.section.path : "\(Self.section.path)/\(rawValue)" }
}

extension PageFrame {
    /// A page below the tabs of its section.
    ///
    /// - Parameters:
    ///   - isStart: whether it is the tab's own page, and not one below it.
    ///   - about: what the section is, in a line.
    func page<Tab: PageTab>(_ tab: Tab, isStart: Bool, about: HTML, _ content: HTML) -> HTML {
        let section = words(Tab.section.title)
        let mark: HTML = isStart ? #" aria-current="page""# : #" aria-current="true""#
        let tabs = Tab.allCases.html { one in
            #"<a href="\#(one.path)"\#(mark, when: one == tab)>\#(words(one.title))</a>"#
        }
        return page(
            title: "\(section): \(words(tab.title))", section: Tab.section,
            isSectionStart: tab.rawValue.isEmpty && isStart,
            """
            <header class="page-head"><div><h1>\(section)</h1><p>\(about)</p></div></header>
            <nav class="tabs" aria-label="\(section)">\(tabs)</nav>
            \(content)
            """)
    }
}
