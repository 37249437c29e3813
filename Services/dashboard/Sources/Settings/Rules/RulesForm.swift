internal import Contracts
internal import Foundation
internal import RulesJSON

/// A form for one of an agency's sets of rules: what is stored becomes what stands in its fields, and what was typed becomes
/// rules, or messages beside fields.
protocol RulesForm: Sendable {
    associatedtype Payload: CommandPayload

    static var tab: SettingsTab { get }
    /// What the audit log calls a change.
    static var action: String { get }
    /// Whether a file is sent with it.
    static var hasFile: Bool { get }

    /// - Parameter stored: a JSON object; what it leaves out is as usual. When it cannot be used, all of it is as usual, since that
    ///   is what the services do with it; ``whyUnusable(stored:)`` says so.
    init(stored: String)
    /// Why the services cannot use what is stored; nil when they can, and of what has a column for each value.
    static func whyUnusable(stored: String) -> UnusableRules?
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
    static func whyUnusable(stored: String) -> UnusableRules? { nil }
    static var hasFile: Bool { false }
    var note: String { Self.action }
    func buttons(_ words: Words) -> HTML { .empty }
}
