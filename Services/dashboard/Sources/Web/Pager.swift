extension PageFrame {
    /// Links to a list's first page and to the next one; nothing where there is but one page.
    ///
    /// - Parameters:
    ///   - items: what the address of the list has besides, such as its filter.
    ///   - next: where the next page begins, as `after` has it; nil on the last.
    func pager(
        _ path: String, _ items: [(name: String, value: String)] = [], isFirst: Bool, next: String?
    ) -> HTML {
        guard next != nil || !isFirst else { return .empty }
        let first: HTML =
            #"<a class="button" href="\#(address(path, items))" rel="first">\#(words(.firstPage))</a>"#
        let following: HTML? = next.map {
            #"<a class="button" href="\#(address(path, items + [("after", $0)]))" rel="next">\#(words(.nextPage))</a>"#
        }
        return """
            <nav class="pager" aria-label="\(words(.pages))">\(isFirst ? .empty : first)\(following)</nav>
            """
    }
}
