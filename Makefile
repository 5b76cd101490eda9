# `make` alone says what there is.

PYTHON ?= python3
BIN := .venv/bin
# Two browsers, each with a server and a plan of its own.
JOURNEYS := $(BIN)/pytest tests/journeys -n 2 --dist worksteal
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help run reset test test-postgres test-quick test-browser test-office bench drills check lint format types templates migrations \
        layers deploy known-weaknesses advisories dev lock clean

help: ## Say what there is
	@echo "The Safer Cornwall planner"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  HOST and PORT say where it listens (127.0.0.1, 8000), DATABASE_URL which database it uses,"
	@echo "  PYTHON which Python makes .venv (python3)."

run: ## Set up what is missing and serve the planner on http://127.0.0.1:8000/ (EMPTY=1: with nothing in it)
	@exec $(PYTHON) scripts/serve.py

reset: ## Take the demo's data away, to start over (EMPTY=1: what you put into the empty one)
	@$(PYTHON) scripts/reset.py

test: dev ## Run all tests, those in a real browser too
	@$(PYTHON) scripts/browser.py
	@status=0; $(BIN)/pytest -n auto --dist loadgroup || status=$$?; $(JOURNEYS) || status=$$?; exit $$status

test-postgres: dev ## Run all tests on PostgreSQL: one that runs here, or one of our own
	@$(BIN)/python scripts/with_postgres.py $(MAKE) test

test-quick: dev ## Run the tests that need no browser
	@$(BIN)/pytest -n auto --dist loadgroup

test-browser: dev ## Run the tests in a real browser
	@$(PYTHON) scripts/browser.py
	@$(JOURNEYS)

test-office: dev ## Open a board pack in LibreOffice too (`make test` does so where LibreOffice is found)
	@$(PYTHON) scripts/browser.py
	@OFFICE=required $(BIN)/pytest tests/journeys/test_board_pack.py

bench: dev ## Measure how fast uploads, flags and the search are (BENCH=--keep writes docs/benchmarks.md)
	@$(BIN)/python scripts/with_postgres.py $(BIN)/python -m bench $(BENCH)

drills: dev ## Back up and restore, a real proxy, many at once, killed workers (DRILLS=--long --keep: docs/drills.md)
	@$(BIN)/python scripts/with_postgres.py $(BIN)/python scripts/drill_backups.py
	@$(BIN)/python scripts/with_postgres.py $(BIN)/python scripts/drill_proxy.py
	@$(BIN)/python scripts/drill_units.py
	@$(BIN)/python scripts/with_postgres.py $(BIN)/python -m drills $(DRILLS)

check: lint types templates migrations layers deploy known-weaknesses ## Check everything that is not a test
	@echo "All checks passed."

lint: dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

format: dev ## Put Python code in shape
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# Types are checked where they earn most: rules, presenters and actions. A new file of these folders is one of them.
RULES = $(shell find core $(addprefix accounts/,actions.py administration.py invitations.py links.py resets.py) safercornwall/exports safercornwall/flags safercornwall/search safercornwall/pages/components/pictures performance places projects/funding.py \
        $(wildcard safercornwall/pages/*/actions.py) -name '*.py')
NOT_RULES = %/__init__.py %/admin.py %/apps.py %/urls.py \
        $(shell find performance places safercornwall/search -path '*/migrations/*' -o -path '*/models/*' -o -path '*/management/*')

types: dev
	@$(BIN)/mypy $(sort $(filter-out $(NOT_RULES),$(RULES)))

templates: dev
	@$(BIN)/djlint templates --lint --quiet

migrations: dev
	@DATABASE_URL= DJANGO_SETTINGS_MODULE=safercornwall.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

layers: dev
	@$(BIN)/lint-imports

# As on a server, with a secret that nothing else ever has.
deploy: dev
	@SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		DATABASE_URL=postgres://nobody@127.0.0.1/nothing ALLOWED_HOSTS=planner.example \
		DJANGO_SETTINGS_MODULE=safercornwall.settings.production \
		$(BIN)/python -W error manage.py check --deploy --fail-level WARNING

# By a list that is pinned: no other machine is asked.
known-weaknesses: dev
	@$(BIN)/python scripts/advisories.py

advisories: dev ## Look up what is known of every package, and pin it anew in requirements/advisories.json
	@$(BIN)/python scripts/advisories.py refresh

dev:
	@$(PYTHON) scripts/bootstrap.py dev

lock: dev ## Write requirements/ anew from pyproject.toml (LOCK=--upgrade takes newer versions)
	@scripts/lock.sh $(LOCK)

clean: reset ## Take away everything that `make` made
	@EMPTY=1 $(PYTHON) scripts/reset.py
	@rm -rf var .venv build node_modules staticfiles .setup.lock .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
