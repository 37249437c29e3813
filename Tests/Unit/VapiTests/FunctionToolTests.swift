import Foundation
import TestSupport
import Testing
import Vapi

@Suite struct FunctionToolTests {
    @Test(.needsSharedMaterial) func theToolsAreAsVapiDescribesThem() throws {
        let schema = try OpenAPISchema(description: SharedMaterial.data("specs/vapi/openapi.json"))
        for tool in FunctionTool.all {
            let problems = try schema.problems(of: Data(tool.json), as: "CreateFunctionToolDTO")
            #expect(problems == [], "\(tool.function.name)")
        }
    }

    @Test func namesAndDescriptionsAreWithinTheLimits() {
        for tool in FunctionTool.all {
            #expect(tool.function.name.wholeMatch(of: /[A-Za-z0-9_-]{1,80}/) != nil)
            #expect(tool.function.description.count < 1000)
        }
    }
}
