# The whole vocabulary. `make` alone explains it.
VENV   := .venv
PY     := $(VENV)/bin/python
DONE   := $(VENV)/done
ORACLES := build/oracles
PIP    := $(PY) -m pip install -qq --disable-pip-version-check
BUILT  := src/medborger/core/static/built/dkfds.css
MANAGE := $(PY) manage.py
TESTS  := $(PY) -m pytest -n 2 --dist loadgroup
LOCK   := $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.DELETE_ON_ERROR:
.PHONY: help demo serve test check static-checks fix bench wheel pictures lock ready

help: ## Show this
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: ready ## Install, fill with a Danish demo, and serve on http://localhost:8000
	@$(VENV)/bin/medborger demo
	@$(VENV)/bin/medborger serve

serve: ready ## Serve what is in the database on http://localhost:8000
	@$(VENV)/bin/medborger migrate --verbosity 0
	@$(VENV)/bin/medborger serve

test: ready tested static-checks ## Run every test, on SQLite and PostgreSQL, with a browser
	$(TESTS) -m "not browser"
	$(TESTS) -m browser
	$(PY) tools/postgres.py $(TESTS) -m "not browser" src/medborger

check: ready $(DONE)/npm-dev static-checks ## The quick part: styles, contracts, types, migrations, unit tests
	$(TESTS) -m "not browser and not process"

static-checks: $(DONE)/dev
	$(VENV)/bin/ruff check -q
	$(VENV)/bin/ruff format -q --check
	$(VENV)/bin/djangofmt --check -q src
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/mypy
	$(MANAGE) makemigrations --check --dry-run --verbosity 0

fix: $(DONE)/dev ## Repair what can be repaired by itself
	$(VENV)/bin/ruff check -q --fix
	$(VENV)/bin/ruff format -q
	$(VENV)/bin/djangofmt -q src

bench: ready $(DONE)/dev $(DONE)/postgres $(ORACLES)/done build/danish.lexicon.gz ## Measure pages, networks, votes and Danish text
	$(PY) tools/postgres.py $(PY) -m bench.pages
	$(PY) bench/personal_data.py
	$(PY) bench/networks.py
	$(PY) bench/speed_danish.py
	$(PY) tools/postgres.py $(PY) bench/search_danish.py
	PYTHONPATH=src $(ORACLES)/bin/python bench/consensus.py
	PYTHONPATH=src $(ORACLES)/bin/python bench/decisions.py

wheel: ready ## Build what others install with pip, styles and Danish included, into dist/
	@$(PY) -m pip wheel -qq --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls -sh dist/*.whl

pictures: ready $(DONE)/dev $(DONE)/chromium ## Take the pictures of the README anew
	$(PY) tools/pictures.py

lock: $(DONE)/dev ## Pin what pyproject.toml names, with hashes (newer versions: make lock NEWER=--upgrade)
	$(LOCK) $(NEWER) pyproject.toml --extra s3 --group build -o requirements.lock
	$(LOCK) $(NEWER) pyproject.toml --extra s3 --group build --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) $(NEWER) --group node -o requirements-node.lock
	$(LOCK) $(NEWER) --group oracles -o requirements-oracles.lock

# --- what the words above need, each made once and again only when its source is newer ---

.PHONY: tested
ready: $(DONE)/runtime locale/da/LC_MESSAGES/django.mo var/static/staticfiles.json
tested: $(DONE)/dev $(DONE)/npm-dev $(DONE)/postgres $(DONE)/chromium $(DONE)/gettext $(DONE)/pango $(DONE)/clamav

$(PY):
	@tools/venv $(VENV)

$(DONE)/runtime: requirements.lock pyproject.toml src/civicmetrics/networks/kernel.c | $(PY)
	@echo "Installing what Medborger runs on"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@mkdir -p $(@D) && touch $@

$(DONE)/dev: requirements-dev.lock $(DONE)/runtime
	@echo "Installing what the tests need"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(DONE)/postgres: | $(DONE)/runtime
	@tools/need postgresql 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb'
	@touch $@

$(DONE)/chromium: | $(DONE)/runtime
	@tools/need chromium 'command -v chromium'
	@touch $@

$(DONE)/gettext: | $(DONE)/runtime
	@tools/need gettext 'command -v xgettext'
	@touch $@

$(DONE)/pango: | $(DONE)/runtime
	@tools/need "libpango-1.0-0 libpangoft2-1.0-0" 'ldconfig -p | grep -q libpangoft2'
	@touch $@

# Only the daemon: the tests bring a database of two signatures of their own.
$(DONE)/clamav: | $(DONE)/runtime
	@tools/need clamav-daemon 'ls /usr/sbin/clamd || command -v clamd'
	@touch $@

# The independent implementations want versions of their own, so they live apart.
$(ORACLES)/done: requirements-oracles.lock $(DONE)/runtime
	@python3 -m venv $(ORACLES)
	@$(ORACLES)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-oracles.lock
	@touch $@

build/danish.lexicon.gz: $(wildcard src/civicmetrics/danish/*.py) | $(DONE)/runtime
	@$(PY) -m civicmetrics.danish.build $@ >/dev/null

$(DONE)/npm: package-lock.json package.json | $(DONE)/runtime
	@echo "Installing Det Fælles Designsystem"
	@tools/npm ci --silent --omit=dev
	@touch $@

$(DONE)/npm-dev: $(DONE)/npm
	@echo "Installing the identity provider and the accessibility checks that the tests use"
	@NODE_AT_LEAST=20 tools/npm ci --silent
	@touch $@

$(BUILT): $(DONE)/npm $(wildcard src/medborger/core/assets/*)
	@tools/npm run --silent build
	@touch $@

locale/da/LC_MESSAGES/django.mo: locale/da/LC_MESSAGES/django.po | $(DONE)/runtime
	@$(VENV)/bin/pybabel -q compile --domain django --directory locale

var/static/staticfiles.json: $(BUILT) $(DONE)/runtime $(shell find src -path '*/static/*' -type f -not -path '*/built/*')
	@$(MANAGE) collectstatic --no-input --clear --verbosity 0
	@touch $@
