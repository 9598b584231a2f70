# Khuê Văn. `make` alone lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
STAMPS := var/stamps
export PORT := $(or $(PORT),8000)
export SCALE := $(or $(SCALE),small)

help: ## list the commands
	@awk -F':.*## ' '/^[a-z][a-z-]*:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMPS)/base $(STAMPS)/frontend $(STAMPS)/messages ## virtual environment, locked dependencies, front-end bundle, English

demo: setup ## the demo province at http://127.0.0.1:8000 (PORT= and SCALE=province change it)
	@$(PY) -m khuevan.portal.command demo

dev: setup $(STAMPS)/dev ## the same with auto-reload and debug pages
	@scripts/dev

test: setup $(STAMPS)/dev $(STAMPS)/browser ## every test
	@$(PY) -m pytest -p khuevan.kernel.postgres.testing --create-db -n 2 --dist loadfile $(ARGS)

check: setup $(STAMPS)/dev ## style, types, import rules, migrations, dependency audit
	@scripts/check

bench: setup $(STAMPS)/dev $(STAMPS)/browser ## measure; prints a table and writes var/bench.json
	@$(PY) -m bench $(ARGS)

messages: $(STAMPS)/base ## gather the messages of code and templates into the English catalogues
	@$(PY) -m scripts.messages update

lock: ## compile requirements/*.in into locked requirements/*.txt
	@scripts/lock

$(STAMPS)/venv:
	@scripts/make-venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: $(STAMPS)/venv requirements/base.txt pyproject.toml
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@scripts/link-package
	@touch $@

$(STAMPS)/dev: $(STAMPS)/base requirements/dev.txt
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/frontend: $(STAMPS)/base package-lock.json package.json vite.config.ts $(shell find frontend -type f) \
		$(shell find khuevan -name '*.html' -o -name 'manifest.py')
	@scripts/build-frontend
	@touch $@

$(STAMPS)/messages: $(STAMPS)/base scripts/messages.py $(shell find khuevan -name '*.po')
	@$(PY) -m scripts.messages compile
	@touch $@

$(STAMPS)/browser: $(STAMPS)/dev
	@scripts/ensure-browser
	@touch $@

.PHONY: help setup demo dev test check bench messages lock
