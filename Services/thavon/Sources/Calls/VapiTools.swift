internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import LenientJSON
internal import ServiceKit
internal import Vapi

/// Makes the tools for appointments at Vapi and gives them to the customer's assistants.
struct VapiTools: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "tools",
            abstract: "Give the customer's assistants at Vapi the tools with which they make appointments.",
            discussion: """
                Makes or corrects check_availability, book_appointment, reschedule_appointment, cancel_appointment and opt_out,
                and adds them to the assistants of agency_vapi_resources. What else an assistant has stays. Their calls go to
                the assistant's server: `thavon vapi connect` sets it.

                DATABASE_URL   postgres://owner:password@host:5432/thavon (required)
                VAPI_API_KEY   the private key (required)
                VAPI_BASE_URL  default https://api.vapi.ai
                """)
    }

    @Flag(help: "Show the difference and change nothing; exit 1 when there is any.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Option(help: "Only the assistants of this agency.")
    var agency: String?

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        var settings = Settings(environment: environment)
        let desk = try VapiDesk(environment: environment, &settings)
        let assistants = try await desk.resources(of: agency).filter(\.isAssistant)
        guard !assistants.isEmpty else {
            throw Failure("agency_vapi_resources names no assistant", advice: "insert a row for each")
        }
        do {
            try await desk.withClient { client in try await equip(assistants, client) }
        } catch let failure as VapiFailure {
            throw Failure(failure)
        }
    }

    private func equip(_ assistants: [ListResources.Row], _ client: VapiClient) async throws {
        var shelf = ToolShelf(try await client.get("/tool?limit=1000")?.elements.map { $0 } ?? [])
        var outfits: [AssistantOutfit] = []
        for assistant in assistants {
            guard let now = try await client.get(assistant.path) else {
                throw Failure("Vapi has no \(assistant.words)", advice: "correct it in agency_vapi_resources")
            }
            outfits.append(AssistantOutfit(words: assistant.words, path: assistant.path, now: now))
        }
        let changes = shelf.changes + outfits.compactMap { $0.change(shelf) }
        for change in changes { Terminal.say(change) }
        guard !changes.isEmpty else { return Terminal.say("Nothing to change.") }
        if dryRun { throw ExitCode(1) }
        guard yes || VapiDesk.agrees("Change this at Vapi? [y/N] ") else {
            throw Failure("nothing was changed", advice: "--yes does not ask")
        }
        for tool in FunctionTool.all {
            switch shelf.standing(of: tool) {
            case .missing:
                guard let made = try await client.post("/tool", try tool.json), let id = made["id"]?.nonEmptyString
                else {
                    throw Failure("Vapi made no tool \(tool.function.name)")
                }
                shelf.note(tool, id)
            case .different(let id): _ = try await client.patch("/tool/\(id)", try ToolShelf.update(tool))
            case .asItShouldBe: break
            }
        }
        for outfit in outfits where outfit.change(shelf) != nil {
            _ = try await client.patch(outfit.path, try outfit.body(shelf))
            Terminal.say("\(outfit.words): changed")
        }
    }
}

/// The tools that there are at Vapi.
struct ToolShelf {
    enum Standing: Equatable {
        case missing
        case different(id: String)
        case asItShouldBe(id: String)
    }

    private var known: [String: (id: String, function: FunctionTool.Function?)] = [:]

    init(_ tools: [JSONNode]) {
        // Of several of one name, the oldest: the list has the newest first.
        for tool in tools {
            guard tool["type"]?.string == "function", let function = tool["function"],
                let name = function["name"]?.nonEmptyString, let id = tool["id"]?.nonEmptyString
            else { continue }
            let read = try? JSONDecoder().decode(FunctionTool.Function.self, from: Data(function.rawBytes))
            known[name] = (id, read)
        }
    }

    func standing(of tool: FunctionTool) -> Standing {
        guard let found = known[tool.function.name] else { return .missing }
        return found.function == tool.function ? .asItShouldBe(id: found.id) : .different(id: found.id)
    }

    mutating func note(_ tool: FunctionTool, _ id: String) { known[tool.function.name] = (id, tool.function) }

    /// The ids of ours; those that are still to be made have none.
    var ids: [String] { FunctionTool.all.compactMap { known[$0.function.name]?.id } }

    var changes: [String] {
        FunctionTool.all.compactMap { tool in
            switch standing(of: tool) {
            case .missing: "tool \(tool.function.name): made"
            case .different: "tool \(tool.function.name): described anew"
            case .asItShouldBe: nil
            }
        }
    }

    /// A tool's type cannot be changed.
    static func update(_ tool: FunctionTool) throws -> [UInt8] {
        try Array(JSONEncoder().encode(["function": tool.function]))
    }
}

/// An assistant, and which tools it has.
struct AssistantOutfit {
    let words: String
    let path: String
    private let model: [String: Any]

    init(words: String, path: String, now: JSONNode) {
        self.words = words
        self.path = path
        let bytes = now["model"].map { Data($0.rawBytes) } ?? Data("{}".utf8)
        model = ((try? JSONSerialization.jsonObject(with: bytes)) as? [String: Any]) ?? [:]
    }

    private var has: [String] { model["toolIds"] as? [String] ?? [] }

    /// What would be different about it; nil when nothing.
    func change(_ shelf: ToolShelf) -> String? {
        let isComplete =
            shelf.ids.count == FunctionTool.all.count && shelf.ids.allSatisfy { has.contains($0) }
        return isComplete ? nil : "\(words): given the tools"
    }

    /// A model that is given replaces the one that was there: all of it goes along.
    func body(_ shelf: ToolShelf) throws -> [UInt8] {
        var model = model
        model["toolIds"] = has + shelf.ids.filter { !has.contains($0) }
        return try Array(JSONSerialization.data(withJSONObject: ["model": model], options: .sortedKeys))
    }
}
