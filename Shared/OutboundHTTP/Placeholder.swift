enum OutboundHTTPPlaceholder {}
