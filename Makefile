PYTHON ?= python3
BIN = .venv/bin
SETUP = .venv/.setup-done

.PHONY: setup run test bench lint format docs clean lock

setup: $(SETUP)

$(SETUP): requirements.lock pyproject.toml
	@sh scripts/setup.sh $(PYTHON)

run: setup
	@$(BIN)/python -m onrecord.demo $(if $(ONCE),--once)

test: setup
	$(BIN)/python -m pytest

bench: setup
	$(BIN)/python scripts/bench.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 -q sql
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --processes 2 -q sql

docs: setup
	$(BIN)/python scripts/docs.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build plugins/*.egg-info
	@echo "The data under .local stay; remove that folder by hand to start anew."

# The secrets of a deployment (docs/operating.md); made once, never made anew.
.env:
	@$(PYTHON) scripts/make_env.py

# After a change of the dependencies in pyproject.toml; needs uv. No host names get into the file.
lock:
	uv pip compile pyproject.toml --extra deploy --extra dev --universal --python-version 3.10 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock
