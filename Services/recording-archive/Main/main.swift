internal import RecordingArchive
internal import ServiceKit

await start(RecordingArchive.self)
