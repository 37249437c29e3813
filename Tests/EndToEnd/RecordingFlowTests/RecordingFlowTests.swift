import Testing

@Suite struct RecordingFlowTests {}
