internal import CalendarSync
internal import ServiceKit

await start(CalendarSync.self)
