"""The page in a real browser: Chromium and Playwright, run by `make test-browser` only."""
