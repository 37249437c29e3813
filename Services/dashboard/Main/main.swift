internal import Dashboard
internal import ServiceKit

await start(Dashboard.self)
