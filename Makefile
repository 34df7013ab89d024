# What people and CI call. `make run` and `make test` need nothing but Python >= 3.11 with venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
LOCKED := requirements/runtime.txt
LOCKED_DEVELOP := requirements/develop.txt
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --no-header --no-strip-extras
# where Python may not write beside the sources, every start would compile them all once more
BYTECODE := $(BIN)/python -m compileall -q -j 0 xinfang_site plugins templates

.PHONY: run test suite check lint types browser explore bench wheelhouse lock clean

$(VENV)/.run: $(LOCKED) setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCKED)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BYTECODE)
	touch $@

$(VENV)/.develop: $(LOCKED_DEVELOP) setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCKED_DEVELOP)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BYTECODE)
	touch $@

run: $(VENV)/.run
	{ test -e "$${XINFANG_INSTANCE:-instance}/demo-accounts.json" && \
	  test ! -e "$${XINFANG_INSTANCE:-instance}/demo-unfinished"; } || \
	  { $(BIN)/xinfang init && $(BIN)/xinfang demo --if-empty; }
	$(BIN)/xinfang run --upgrade --host $(HOST) --port $(PORT)

check: $(VENV)/.develop lint types
	$(BIN)/python -m pytest -q -n 2 -m "not browser and not postgresql and not slow" tests --ignore=tests/plugins

lint: $(VENV)/.develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --check --lint templates

types: $(VENV)/.develop
	$(BIN)/mypy

browser:
	./.ci/browser

# the browser is fetched while the environment is made, lint and types are looked at while the suite begins
test:
	$(MAKE) --no-print-directory --jobs=2 lint types suite

# three workers on two cores: one of them waits for a browser, a database or a process most of the time
suite: $(VENV)/.develop browser
	PHOTOGRAPHS=1 $(BIN)/python -m pytest -q -n 3 --dist worksteal --cov --cov-report=term-missing:skip-covered --cov-fail-under=95
	$(BIN)/python -m coverage report --include='xinfang_site/domain/*' --fail-under=100

# the gate tries the same examples of every property each time; this looks for others, until ROUNDS are over or one fails
ROUNDS ?= 3
explore: $(VENV)/.develop
	for round in $$(seq $(ROUNDS)); do \
	  PROPERTIES=explore $(BIN)/python -m pytest -q -n 2 -m "hypothesis and not browser and not postgresql" tests || exit 1; \
	done

bench: $(VENV)/.develop
	$(BIN)/python -m benchmarks

wheelhouse: $(VENV)/.run
	$(BIN)/pip wheel --quiet --wheel-dir wheelhouse --require-hashes -r $(LOCKED)
	$(BIN)/pip wheel --quiet --wheel-dir wheelhouse --no-deps .

lock:
	$(BIN)/pip install --quiet uv
	$(COMPILE) requirements/develop.in -o requirements/develop.txt
	$(COMPILE) -c requirements/develop.txt requirements/runtime.in -o requirements/runtime.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .coverage
