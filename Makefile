# Parkloop: two commands matter, `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test test-all test-extra lint format shots bench lock

help:          ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

run:           ## install what is missing, load the demo park, serve it (PORT=8000)
	@$(PYTHON) tools/bootstrap.py run
	@exec .venv/bin/parkloop demo --port $(PORT)

setup:         ## install only
	@$(PYTHON) tools/bootstrap.py run

setup-dev:     ## install with the tools for tests and checks
	@$(PYTHON) tools/bootstrap.py test

test: setup-dev      ## SQLite, PostgreSQL and browser journeys (at most 12 minutes on 2 cores)
	@.venv/bin/python tools/run_tests.py test

test-all: setup-dev  ## `make test`, then races, kills, other engines, upgrades, other dates (at most 40 minutes)
	@.venv/bin/python tools/run_tests.py test extra

test-extra: setup-dev  ## only what `make test-all` adds
	@.venv/bin/python tools/run_tests.py extra

lint: setup-dev      ## ruff, djlint, import-linter, mypy, message catalogues
	@.venv/bin/python tools/lint.py

format: setup-dev    ## let ruff rewrite the sources
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

shots: setup-dev     ## screenshots for the README (OUT=folder for all pages)
	@.venv/bin/python tools/shots.py $(if $(OUT),--out $(OUT))

bench: setup-dev     ## measure pages and exports at 100,000 rows
	@.venv/bin/python -m bench.web

lock: setup-dev      ## resolve the hashed locks again (UPGRADE=1 for newer versions)
	@.venv/bin/python tools/lock.py $(if $(UPGRADE),--upgrade)
