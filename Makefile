# make serve, make test: set up what they need, then do it. Nothing outside .venv and .cache is touched
# (but for a browser, if none is found, see tests/browser/chromium.py and engines.py; and for AMC with its LaTeX, see test-amc).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SITE_READY := $(VENV)/.site-ready
TEST_READY := $(VENV)/.test-ready

export SOURCE_DATE_EPOCH ?= 1767225600
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1
export CHECKED ?= $(shell git log -1 --format=%cs 2>/dev/null)

.PHONY: serve build test fast reached mutants test-amc test-hosts test-family test-readers check audit bench experiments lock clean

serve: $(SITE_READY)
	$(BIN)/mkdocs serve

build: $(SITE_READY)
	$(BIN)/mkdocs build --strict

test: $(TEST_READY)
	@$(BIN)/python -m tests.browser.chromium
	-@$(BIN)/python -m tests.browser.engines
	@$(BIN)/python -m tests.js.install
	$(BIN)/python -m pytest -n auto --dist loadfile

# The tests of what you changed, then the core's, in under a minute of two cores: while you work. `make test` has them too.
fast: $(TEST_READY)
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.js.install
	@$(BIN)/python -m tests.fast

# Which tests reach which function, for `make fast` to begin with them: a quarter of an hour on two cores, when a test says that
# it is due. What records it is kept beside the environment of the tests.
reached: $(TEST_READY)
	@$(BIN)/python -m tests.js.install
	$(BIN)/python -m pip install -q --no-deps --upgrade --target .cache/reached -r requirements/reached.txt
	PYTHONPATH=.cache/reached $(BIN)/python -m tests.record

# Every function that proves or marks is changed in small ways, and its tests must notice: under two hours on two cores.
mutants: $(TEST_READY)
	@$(BIN)/python -m tests.js.install
	$(BIN)/python -m tests.mutants

# Papers printed, filled in, scanned and marked by Auto Multiple Choice. As root on Debian it is installed if it is missing,
# with LaTeX: 680 MB to fetch, 2 GB on disk, three minutes.
test-amc: $(TEST_READY)
	@$(BIN)/python -m tests.export.amc_program
	$(BIN)/python -m pytest -n auto tests/export/amc_loop.py tests/export/amc_class.py

# One page with every fence in each host, driven in Chromium. Each host is a job of its own, with its line and its time: all are
# run, and one that failed fails this. HOST=sphinx for one, PICTURES=folder for a picture of each. Their environment is made once.
test-hosts: $(TEST_READY)
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.hosts.hosts
	@$(MAKE) --no-print-directory -k -O -j 2 $(or $(HOST:%=host-%),$(shell $(BIN)/python -m tests.hosts.hosts --jobs))

host-%:
	@$(BIN)/python -m pytest -n 0 -rA --no-header --show-capture=no tests/hosts/matrix.py -k "[$*]"

# The cells of xLSTM against their authors' package, which is kept beside the environment of the tests.
test-family: $(TEST_READY)
	$(BIN)/python -m pip install -q --no-deps --upgrade --target .cache/family -r requirements/family.txt
	PYTHONPATH=.cache/family $(BIN)/python -m pytest -n 0 tests/family/xlstm_cells.py

# Our quizzes in JupyterQuiz, mkdocs-quiz, quizdown and a runtime of SCORM, which are kept beside the environment of the tests.
test-readers: $(TEST_READY)
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pip install -q --no-deps --upgrade --target .cache/readers -r requirements/readers.txt
	$(BIN)/python -m tests.browser.quiz_readers
	$(BIN)/python -m pytest -n 0 tests/browser/quiz_readers.py

check: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(BIN)/python -m tests.js.install
	$(BIN)/python -m tests.js.lint

# Lighthouse over every page, three times each: half an hour.
audit: $(TEST_READY)
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.audit

bench: $(TEST_READY)
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

experiments: $(TEST_READY)
	$(BIN)/lstm-docs experiments run --out lstm_docs/experiments/results
	OMP_NUM_THREADS=1 nice $(BIN)/python benchmarks/family_tasks.py
	$(BIN)/python -m lstm_docs.experiments.letters lstm_docs/live/data
	$(BIN)/python -m lstm_docs.experiments.published lstm_docs/live/data

lock: $(TEST_READY)
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --upgrade --no-emit-index-url --no-emit-find-links --no-header --no-annotate --strip-extras \
		--extra site -o requirements/site.txt pyproject.toml
	$(BIN)/pip-compile -q --upgrade --no-emit-index-url --no-emit-find-links --no-header --no-annotate --strip-extras \
		--allow-unsafe -c requirements/site.txt -o requirements/test.txt requirements/test.in
	sed -i 's/^\(torch==[0-9.]*\)+.*/\1/' requirements/test.txt

clean:
	rm -rf $(VENV) .cache site dist build

$(SITE_READY): requirements/site.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("lstm-docs needs Python 3.11 or newer, not " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -r requirements/site.txt
	$(BIN)/python -m pip install -q --no-deps -e .
	touch $@

$(TEST_READY): $(SITE_READY) requirements/test.txt requirements/models.txt
	$(BIN)/python -m pip install -q -r requirements/test.txt
	$(BIN)/python -m pip install -q --no-deps -r requirements/models.txt
	touch $@
