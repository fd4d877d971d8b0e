"""The head: pure decisions. Values in, values out; no clock, no words, no input or output."""
