# Every target works on a fresh machine with Python 3.11 or newer, make and PyPI.
# Tools and libraries live in .tools and .venv; `rm -rf .tools .venv` starts over.

UV_VERSION := 0.13.9
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& "$$p" -c 'import sys; print(sys.executable)' && break; done)
UV := .tools/bin/uv
IN := .venv/bin
READY := .venv/.ready

# What only a real bot may read, kept from everything else.
QUIET := env -u TELEGRAM_BOT_TOKEN -u TELEGRAM_API_URL -u DATABASE_URL -u DEFAULT_TIMEZONE \
	-u SEND_RATE -u OPERATOR_CHAT_ID -u HEALTH_PORT -u HEALTH_HOST -u PING_URL \
	-u ALLOW_EPHEMERAL_DISK -u DYNO -u LOG_LEVEL -u LOG_FORMAT

export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# Trust whom this machine trusts, also behind a proxy with its own certificate.
export UV_SYSTEM_CERTS := 1
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help ready demo run test coverage check audit fix bench soak mutants charts drawings pictures test-browser

AXE_VERSION := 4.10.3
AXE := .tools/axe/node_modules/axe-core/axe.min.js
BROWSER ?= /usr/bin/chromium
BROWSER_READY := .venv/.browser-ready
MUTANTS_READY := .venv/.mutants-ready
COVERAGE_READY := .venv/.coverage-ready

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

ready: $(READY) ## tools and libraries, as uv.lock has them

demo: $(READY) ## the whole bot on a page with two phones, without a Telegram account; STORY=guide plays one here
	@$(QUIET) $(IN)/python -m bot demo $(if $(STORY),--story $(STORY))

run: $(READY) ## the real bot, with the settings of .env
	@$(IN)/python -m bot run

test: $(READY) ## every test; TESTS=tests/journeys tells the stories alone, RESTARTS=every restarts the bot after each step
	@$(QUIET) $(IN)/pytest $(TESTS)

coverage: $(COVERAGE_READY) ## every test, and which lines of bot/ none of them reaches
	@$(QUIET) $(IN)/pytest --cov --cov-report=term $(TESTS)

check: $(READY) ## style, types, who imports whom, dangerous code, rule book, texts
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/mypy
	$(IN)/lint-imports --no-logo
	$(IN)/bandit --quiet --recursive --configfile pyproject.toml bot migrations
	$(QUIET) DATABASE_URL=.tools/no.db $(IN)/python -m bot check

audit: $(READY) ## known vulnerabilities of the locked dependencies; fails if one was left out (asks api.osv.dev, or ADVISORIES=)
	@$(IN)/python -m tests.audit

fix: $(READY) ## let the tools mend what they can
	$(IN)/ruff check --fix .
	$(IN)/ruff format .

charts: $(READY) ## charts to look at, also as colour-blind eyes see them
	@$(QUIET) $(IN)/python -m tests.pictures.charts

drawings: $(READY) ## draw the exercises anew
	@$(QUIET) $(IN)/python -m bot.pictures

pictures: $(BROWSER_READY) ## draw docs/pictures and every screen anew (needs Chromium); SHEETS="runner-joining" draws one
	@$(QUIET) KNEECHECK_BROWSER=$(BROWSER) $(IN)/python -m tests.browser.pictures $(SHEETS)

test-browser: $(BROWSER_READY) $(AXE) ## the page in a real browser (needs Chromium and npm)
	@$(QUIET) KNEECHECK_BROWSER=$(BROWSER) KNEECHECK_AXE=$(CURDIR)/$(AXE) $(IN)/pytest -n0 -o faulthandler_timeout=900 tests/browser

bench: $(READY) ## the headline figures
	@$(QUIET) $(IN)/python -m benchmarks
	@$(QUIET) $(IN)/python -m benchmarks queues
	@$(QUIET) $(IN)/python -m benchmarks timetable
	@$(QUIET) $(IN)/python -m benchmarks idle
	@$(QUIET) $(IN)/python -m benchmarks clients
	@$(QUIET) $(IN)/python -m benchmarks years
	@$(QUIET) $(IN)/python -m benchmarks worsening

soak: $(READY) ## 200 simulated runners for 12 weeks, and every property for MINUTES=15; ARGS="--runners 20 --weeks 4"
	@$(QUIET) $(IN)/python -m benchmarks.soak $(ARGS)
	@$(QUIET) $(IN)/python -m benchmarks.properties --minutes $(or $(MINUTES),15)

mutants: $(MUTANTS_READY) ## which changes of the rules no test would notice; RULES="response pain" tries these files
	@$(QUIET) $(IN)/python -m tests.mutants $(RULES)

$(READY): pyproject.toml uv.lock .tools/uv-$(UV_VERSION)
	$(UV) sync --frozen --quiet --python "$(PYTHON)"
	@touch $@

$(BROWSER_READY): $(READY)
	@test -x "$(BROWSER)" || { echo "There is no browser at $(BROWSER): apt install chromium, or set BROWSER=." >&2; exit 1; }
	$(UV) sync --frozen --quiet --group browser --python "$(PYTHON)"
	@touch $@

$(MUTANTS_READY): $(READY)
	$(UV) sync --frozen --quiet --inexact --group mutation --python "$(PYTHON)"
	@touch $@

$(COVERAGE_READY): $(READY)
	$(UV) sync --frozen --quiet --inexact --group coverage --python "$(PYTHON)"
	@touch $@

$(AXE):
	npm install --silent --no-audit --no-fund --prefix .tools/axe axe-core@$(AXE_VERSION)

.tools/uv-$(UV_VERSION):
	@test -n "$(PYTHON)" || { echo "Kneecheck needs Python 3.11 or newer: install it first." >&2; exit 1; }
	@rm -rf .tools
	@"$(PYTHON)" -m venv .tools || { echo "Debian and Ubuntu also need: apt install python3-venv" >&2; exit 1; }
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@
