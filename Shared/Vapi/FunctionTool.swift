internal import FoundationEssentials

/// A tool as it is made at Vapi: what the model is told about a function of ours
/// (`CreateFunctionToolDTO` of its API description). Calls go to the assistant's own server.
package struct FunctionTool: Codable, Sendable, Equatable {
    package struct Function: Codable, Sendable, Equatable {
        package var name: String
        /// Read by the model; less than 1000 characters.
        package var description: String
        package var parameters: Parameters
    }

    package struct Parameters: Codable, Sendable, Equatable {
        package var type = "object"
        package var properties: [String: Property]
        package var required: [String]
    }

    package struct Property: Codable, Sendable, Equatable {
        package var type = "string"
        package var description: String
    }

    package var type = "function"
    package var function: Function

    private init(_ name: String, _ description: String, _ properties: [String: String], required: [String] = []) {
        function = Function(
            name: name, description: description,
            parameters: Parameters(
                properties: properties.mapValues { Property(description: $0) }, required: required))
    }

    private static let when = """
        The day and time as the customer said it, or as ISO 8601 with an offset, for example "tomorrow at 2 pm", "Tuesday" or \
        "2026-12-01T14:00:00+01:00".
        """

    /// What an assistant needs to make appointments, and to let people go.
    package static let all = [
        FunctionTool(
            "check_availability",
            """
            Says when an appointment can be made. Call it before offering any time, and whenever the customer asks about another. \
            Offer only what it answers.
            """, ["when": when + " Leave it out for the first free times."]),
        FunctionTool(
            "book_appointment",
            """
            Makes the appointment that the customer has agreed to. Call it once for each appointment, after they have said yes to \
            a day and a time. Only what it answers is true: if it says that the time is not free, offer what it names.
            """,
            [
                "when": when, "name": "The customer's name, if they have said it.",
                "email": "The customer's mail address, if they have said it.",
                "notes": "What the appointment is about, in a sentence.",
            ], required: ["when"]),
        FunctionTool(
            "reschedule_appointment",
            "Gives the customer's next appointment another day or time, after they have agreed to it.",
            ["when": "The new time. " + when], required: ["when"]),
        FunctionTool(
            "cancel_appointment", "Calls the customer's next appointment off, when they have asked for that.",
            [
                "when": "The day of the appointment, if the customer has said which one.",
                "reason": "Why, in the customer's words.",
            ]),
        FunctionTool(
            "opt_out", "The customer does not want to be called again. Call it as soon as they say so.", [:]),
    ]

    /// As it is sent.
    package var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try Array(encoder.encode(self))
        }
    }
}
