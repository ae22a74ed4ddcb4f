# One entry point. `make report` and `make test` set up what they need in .venv and leave `git status` clean.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.klaar
JOBS ?= 2
# One more than there are cores: tests wait for one another's studies and for the programs that they start.
TEST_JOBS ?= $(shell $(PYTHON) -c 'import os; print(min((os.cpu_count() or 1) + 1, 4))')

.PHONY: help setup report report-intern docs test lint lock clean

help:
	@echo "make report         het voorbeeld, publieke editie: rapporten in reports/publiek/"
	@echo "make report-intern  het voorbeeld, interne editie: rapporten in reports/intern/"
	@echo "make docs           de documentatie als website: docs/_site/index.html"
	@echo "make test           installeren, ruff en alle tests"
	@echo "make lock           requirements.lock opnieuw maken (vraagt uv)"
	@echo "make clean          weggooien wat gemaakt is (niet de leveringen)"

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Dit project vraagt Python 3.11 of nieuwer; '$(PYTHON)' is ouder of ontbreekt."; \
	  echo "Installeer Python van python.org of met uw pakketbeheer (bijvoorbeeld: apt install python3.12 python3.12-venv)"; \
	  echo "en wijs die aan: make PYTHON=python3.12 report."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "De module venv ontbreekt. Installeer die (bijvoorbeeld: apt install python3-venv) en probeer opnieuw."; exit 1; }
	@echo "Omgeving maken in $(VENV) (de eerste keer enkele minuten)..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

report: $(STAMP)
	@$(BIN)/ikc run --edition publiek --jobs $(JOBS)

report-intern: $(STAMP)
	@$(BIN)/ikc run --edition intern --jobs $(JOBS)

docs: $(STAMP)
	@rm -rf docs/_site
	@$(BIN)/ikc docs

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

test: lint
	@$(BIN)/python -m compileall -q src tests  # or every program that a test starts compiles them again
	@PYTHONDONTWRITEBYTECODE=1 $(BIN)/python -m pytest -p no:cacheprovider -q -n $(TEST_JOBS) \
	  --dist loadfile --no-loadscope-reorder --durations 25

lock:
	uv pip compile --universal --no-emit-index-url --python-version 3.11 --generate-hashes --extra dev \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean:
	rm -rf data/processed/* reports/* docs/_site .ruff_cache .hypothesis
	touch data/processed/.gitkeep reports/.gitkeep
