enum LenientJSONPlaceholder {}
