internal import Contracts
internal import Foundation

/// A form for one of an agency's sets of rules: what is stored becomes what stands in its fields, and what was typed becomes
/// rules, or messages beside fields.
protocol RulesForm: Sendable {
    associatedtype Payload: CommandPayload

    static var tab: SettingsTab { get }
    /// What the audit log calls a change.
    static var action: String { get }
    /// Whether a file is sent with it.
    static var hasFile: Bool { get }

    /// - Parameter stored: a JSON object; what it leaves out is as usual. What cannot be read counts as left out.
    init(stored: String)
    init(_ form: Form)

    /// The command that sets the rules, or nil and what is wrong.
    ///
    /// - Throws: when the rules cannot be written down, which is nobody's mistake who filled in the form.
    func command(_ check: inout FormCheck) throws -> Payload?
    func fields(_ view: FieldView) -> HTML
    /// What can be done with what was typed, besides saving it.
    func buttons(_ words: Words) -> HTML
    /// What the audit log calls this change; as usual ``action``.
    var note: String { get }
}

extension RulesForm {
    static var hasFile: Bool { false }
    var note: String { Self.action }
    func buttons(_ words: Words) -> HTML { .empty }
}
