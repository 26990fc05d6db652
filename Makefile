# Everything lies inside the checkout: .venv, .cache, demo-data. `make` alone lists the targets.
.DEFAULT_GOAL := help
ROOT := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))
BIN := $(ROOT)/.venv/bin
PYTHON_RUN := $(BIN)/python
# Tools keep their caches here too, and never ask a question.
export PIP_CACHE_DIR := $(ROOT)/.cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export XDG_CACHE_HOME := $(ROOT)/.cache
export npm_config_cache := $(ROOT)/.cache/npm
# pip asks a rustc that is there for its version, and that one may write to the home directory.
export RUSTUP_HOME := $(ROOT)/.cache/rustup
export npm_config_update_notifier := false
export PYTHONUTF8 := 1

DATA ?= $(ROOT)/demo-data
PORT ?= 8000
TESTS ?= tests
# Two more than there are processors: tests that wait for a browser or a server leave one idle.
# A file stays with one process, so its city is made once.
WORKERS ?= $(shell expr $$(nproc) + 2)
PEERS ?=
STORM ?=

.PHONY: help install messages vendor browser demo test storm bench check lock clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

install: ## Make .venv with the locked packages (quick when nothing changed)
	@sh scripts/install.sh
	@$(PYTHON_RUN) scripts/messages.py
	@$(PYTHON_RUN) scripts/kernels.py

messages: install ## Collect the sentences to translate and say which lack Chinese
	@$(PYTHON_RUN) scripts/messages.py update
	@$(PYTHON_RUN) scripts/messages.py check

vendor: install ## Fetch the third-party assets of the pages and check their hashes
	@$(PYTHON_RUN) scripts/vendor.py

browser: install ## Find or fetch a Chromium for the browser tests
	@$(PYTHON_RUN) scripts/browser.py

demo: install vendor ## A running drill city with real Linfen figures: make demo [PORT=8000]
	@$(BIN)/bihuan demo --data "$(DATA)" --port $(PORT)

test: install vendor browser ## All tests, browser tests included: make test [TESTS=tests/unit]
	@$(PYTHON_RUN) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

storm: install ## 10,000 submissions while the server is killed 200 times: make storm [STORM="--kills 20"]
	@PYTHONPATH="$(ROOT):$(ROOT)/src" $(PYTHON_RUN) -m tests.chaos.storm $(STORM)

bench: install vendor ## Benchmarks against their floors, or by turns with peers: make bench PEERS=DIR
	@$(PYTHON_RUN) -m benchmarks $(if $(PEERS),--peers "$(PEERS)")


check: install ## Style, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@PYTHONPATH=src $(BIN)/mypy
	@$(BIN)/lint-imports

lock: install ## Write the lock files again: make lock [UPGRADE=--upgrade]
	@bash scripts/lock.sh $(UPGRADE)

clean: ## Remove everything that was made here
	@rm -rf .venv .cache demo-data build dist test-results src/bihuan/site/static/vendor
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
