"""Words: one Fluent catalogue a language, one file a feature. Services name keys, never words."""
