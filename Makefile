# Everything a newcomer needs: `make run` and `make test`. Only python3 >= 3.11 with venv, make and git must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Some environments forbid Python to keep what it compiled: every test worker would then compile all tests again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test test-all check lint types content format lock clean

run: $(STAMP)  ## start the bot: the sandbox chat page, or Telegram where a token is set
	$(BIN)/python -m bot run

test: $(STAMP) check  ## every check, and every test that does not take long
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not long"

test-all: $(STAMP) check  ## also those that do: killed processes, faults of every kind, whole files of questions and offers
	$(BIN)/python -m pytest -n 4 --dist worksteal

check: $(STAMP)  ## the types and the content take longest and a core each: side by side
	$(MAKE) -j2 types content lint

lint: $(STAMP)
	$(BIN)/ruff check bot tests
	$(BIN)/ruff format --check bot tests
	$(BIN)/lint-imports --no-cache

types: $(STAMP)
	$(BIN)/mypy

content: $(STAMP)
	$(BIN)/python -m bot content check

format: $(STAMP)
	$(BIN)/ruff check --fix bot tests
	$(BIN)/ruff format bot tests

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Vigil needs Python 3.11 or newer: make PYTHON=python3.11 run")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock:  ## pin what pyproject.toml asks for, with hashes and without download addresses; UPGRADE=--upgrade: the newest of all
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet $(UPGRADE) --strip-extras --extra semantic --extra ocr --extra build --extra test --generate-hashes --allow-unsafe \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.txt pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
