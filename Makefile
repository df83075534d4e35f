# Needs Python 3.11, 3.12 or 3.13 and make, no more. The first run makes .venv with the locked libraries; after that a task
# starts at once. Another Python: make PYTHON=python3.12 test. Another place for the environment: make VENV=/tmp/venv test.

.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: help compare serve test bench golden structured schemas screenshots lint lock clean
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
LOCKED := $(PIP) install --require-hashes --no-deps --no-build-isolation --use-pep517 -r

# Without PYTHON any environment that stands is taken; with it, one that was made by that Python.
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11)
MADE := $(VENV)/.made$(if $(PYTHON),-by-$(subst /,_,$(PYTHON)))
RUN := $(VENV)/.installed
TEST := $(VENV)/.installed-test
WEB := $(VENV)/.installed-web
BENCH := $(VENV)/.installed-bench
BROWSER := $(VENV)/.browser

POLICY := raw/beijing_zjtx_measures_2021.txt
PROPOSAL := raw/fangshan_zjtx_proposal_2023.txt

help:
	@echo "make compare     the proposal in raw/ against the policy in raw/; saved as out/compare.json"
	@echo "make serve       the page on this machine: upload, read, correct, take away"
	@echo "make test        all tests              make lint        style of the code"
	@echo "make bench       speed and memory       make structured  raw/ as records in structured/"
	@echo "make schemas     JSON Schemas           make golden      write the expected results of the golden tests again"
	@echo "make screenshots the pictures in docs/ again"
	@echo "make lock        the lock files again   make clean       remove all that was made"

compare: $(RUN)
	@mkdir -p out
	@$(BIN)/zjtx-docs compare $(PROPOSAL) --against $(POLICY) -o out/compare.json
	@$(BIN)/zjtx-docs compare $(PROPOSAL) --against $(POLICY) -o out/report.html >/dev/null

serve: $(WEB)
	@$(BIN)/zjtx-docs serve $(ARGS)

test: $(TEST) $(BROWSER)
	@$(BIN)/python -m pytest $(ARGS)

# The formats are made by the libraries of the tests.
bench: $(TEST) $(BENCH)
	@$(BIN)/python benchmarks/bench.py $(ARGS)

golden: $(TEST)
	@if [ -n "$$CI" ]; then echo "make golden writes expectations: not in CI" >&2; exit 2; fi
	@$(BIN)/python -m pytest tests/test_eval.py tests/test_golden.py --rewrite-golden
	@git --no-pager diff --stat -- tests/golden tests/eval

structured: $(RUN)
	@$(BIN)/zjtx-docs parse raw/*.txt -o structured/

schemas: $(RUN)
	@$(BIN)/zjtx-docs schema -o schemas

screenshots: $(TEST) $(BROWSER)
	@$(BIN)/python -m docs.screenshots

lint: $(TEST)
	@$(BIN)/python -m ruff check .

$(MADE):
	@for python in $(CANDIDATES); do \
	  if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
	    found=$$python; break; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "zjtx-docs needs Python 3.11, 3.12 or 3.13 and found none as: $(CANDIDATES). Name one: make PYTHON=/path/to/python3" >&2; \
	  exit 2; \
	fi; \
	echo "Making $(VENV) with $$($$found --version)" >&2; \
	$$found -m venv --clear $(VENV) && touch $(VENV)/.made $@

$(RUN): $(MADE) pyproject.toml requirements-build.lock requirements.lock
	@echo "Installing the locked libraries" >&2
	@$(LOCKED) requirements-build.lock
	@$(LOCKED) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(TEST): $(RUN) requirements-test.lock
	@echo "Installing what the tests need" >&2
	@$(LOCKED) requirements-test.lock
	@touch $@

$(WEB): $(RUN) requirements-web.lock
	@echo "Installing what the page on this machine needs" >&2
	@$(LOCKED) requirements-web.lock
	@touch $@

# The pages are tested in Chromium: the system's, or one that is installed here. Without it those tests are skipped, in CI they fail.
$(BROWSER): $(TEST) tests/browser.py
	@$(BIN)/python tests/browser.py && touch $@ || [ -z "$$CI" ]

# The benchmark tells what is missing where the library that it compares with cannot be installed.
$(BENCH): $(RUN) requirements-bench.lock
	@echo "Installing what the benchmark compares with" >&2
	@$(LOCKED) requirements-bench.lock || echo "The benchmark runs without JioNLP" >&2
	@touch $@

# With uv on the path. All extras are resolved together first, so that the files agree with each other.
COMPILE = uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-header --no-annotate
lock:
	@mkdir -p out
	@echo 'setuptools>=77' | $(COMPILE) - -o requirements-build.lock
	@$(COMPILE) pyproject.toml --all-extras -c requirements-build.lock -o out/all.lock
	@$(COMPILE) pyproject.toml -c out/all.lock -o requirements.lock
	@$(COMPILE) pyproject.toml --extra test --extra lint -c out/all.lock -o requirements-test.lock
	@$(COMPILE) pyproject.toml --extra bench -c out/all.lock -o requirements-bench.lock
	@$(COMPILE) pyproject.toml --extra web --extra docx --extra html --extra ofd --extra pdf -c out/all.lock -o requirements-web.lock

clean:
	@rm -rf $(VENV) out build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	@find zjtx_docs tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
