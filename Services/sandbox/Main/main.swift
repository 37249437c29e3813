internal import Sandbox
internal import ServiceKit

await start(Sandbox.self)
