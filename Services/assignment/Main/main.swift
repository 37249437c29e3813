internal import Assignment
internal import ServiceKit

await start(Assignment.self)
