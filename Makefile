# Each target is one plain command underneath. Start with: make demo, make test

SWIFT ?= swift
# Undeclared imports are errors; the flags must be the same everywhere, or everything compiles again. So
# colours are off: on a terminal they add a flag to every compiler call.
FLAGS := --explicit-target-dependency-import-check error --no-color-diagnostics
# What the last run of the tests wrote: the checklist is compared with it.
RUN := .build/run
# How many tests are under way at once. All of them together starve those that wait by the clock.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 4
RELEASE := -c release --static-swift-stdlib $(FLAGS)

.PHONY: build demo test test-release test-asan test-tsan test-binary coverage soak fuzz bench bench-tasks bench-kernels bench-inference bench-synced bench-vary bench-apply fixtures record format lint packages clean test-sdk

# The release binary: .build/release/cork
build: packages
	@.ci/write-commit
	$(SWIFT) build $(RELEASE) --product cork

# The REPL on the sample company; with no terminal, the answers to four boards.
demo: build
	@.ci/demo

test: packages-test
	$(SWIFT) build --build-tests $(FLAGS)
	@rm -f $(RUN)-swift-testing.xml $(RUN)-transcripts
	CORK_PASSED_TRANSCRIPTS=$(RUN)-transcripts $(SWIFT) test --skip-build $(FLAGS) --xunit-output $(RUN).xml
	@.ci/check-reliability $(RUN)-swift-testing.xml $(RUN)-transcripts

# The sandbox tenant against Okta's own client, from PyPI; needs python3.
test-sdk: packages-test
	$(SWIFT) build --product cork $(FLAGS)
	@.ci/test-sdk .build/debug/cork

# The same tests against optimised code.
test-release: packages-test
	$(SWIFT) test -c release -Xswiftc -enable-testing $(FLAGS) --scratch-path .build-release-tests

# The tests that run `cork`, with the binary that is shipped.
test-binary: build packages-test
	@.ci/check-binary
	$(SWIFT) build --build-tests $(FLAGS)
	CORK_BINARIES=$(CURDIR)/.build/release $(SWIFT) test --skip-build $(FLAGS) \
	  --filter 'TranscriptTests|DocumentTests|TerminalTests|DeterminismTests'

# Prints each refusal in the code that no test reaches, and the share of lines reached.
coverage: packages-test
	@.ci/coverage $(FLAGS)

# The same tests under AddressSanitizer and ThreadSanitizer.
test-asan: packages-test
	.ci/sanitize address $(FLAGS)

test-tsan: packages-test
	.ci/sanitize thread $(FLAGS)

# A million damaged files against optimised code, then 50,000 users and 150 apps out of the sandbox tenant on
# half of each rate limit (prints the calls per bucket), 10,000 deliveries of an event hook with a kill, and a sync of
# 500,000 memberships that is killed 20 times (prints a table). Options: make soak MUTANTS=10000 SEED=7
MUTANTS ?= 1000000
SEED ?= 1
soak: packages
	$(SWIFT) build -c release $(FLAGS) --scratch-path .build-soak --product mutants
	.build-soak/release/mutants --count $(MUTANTS) --seed $(SEED) \
	  fixtures/acme Tests/tasks Tests/boards Tests/transcripts Tests/dialects Tests/crashers
	CORK_SOAK=50000 $(SWIFT) test $(FLAGS) --filter 'LargeOrgTests|BurstTests|KillTests|ChangeTests'

# libFuzzer, guided by coverage, on the readers, the language and the patterns; what it finds is kept as
# .build-fuzz/NAME-crash-…, and in Tests/crashers once it is mended. Options: make fuzz FUZZ_SECONDS=600
FUZZ_SECONDS ?= 60
fuzz: packages
	@.ci/fuzz $(FUZZ_SECONDS) $(FLAGS)

# Beside DuckDB and sqlite3 in one run; needs python3. Options: make bench ARGS='--scale 1000000'
bench: build
	python3 Tests/bench/run.py $(ARGS)

# Loads, boards and starts over the exports in DATA beside DuckDB and Polars, rows compared with DuckDB's; needs python3. DATA may
# be several folders. Options: ARGS='--tasks Q1,Q3', ARGS=--literals for boards that differ in their literals
bench-tasks: build
	$(SWIFT) build $(RELEASE) --product bench-boards
	python3 Tests/bench/tasks.py $(DATA) $(ARGS)

# The exports in DATA once more in OUT: columns renamed, rows shuffled. Options: ARGS='--seed 7'
bench-vary:
	python3 Tests/bench/vary.py $(DATA) $(OUT) $(ARGS)

# Each kernel on each path of instructions beside a plain loop; with DATA, inference over the CSV files there too.
bench-kernels: packages
	$(SWIFT) build $(RELEASE) --product bench-kernels
	.build/release/bench-kernels $(DATA)

# How right keys, primary fields and links are, on sets whose truth is known: the repository's own, or those
# of a folder. Options: make bench-inference INFERENCE=FOLDER ARGS=-v
INFERENCE ?=
bench-inference: packages
	$(SWIFT) build -c release $(FLAGS) --scratch-path .build-inference --product bench-inference
	.build-inference/release/bench-inference $(if $(INFERENCE),--sets $(INFERENCE)) $(ARGS)

# A synced org of 50,000 users and 500,000 memberships beside DuckDB on its own file. Options: ARGS='--users 5000'
bench-synced: build
	python3 Tests/bench/synced.py $(ARGS)

# A sync and two runs of 1,000 steps against the sandbox, beside a loop of the same calls. Options: ARGS='--steps 100'
bench-apply: build
	python3 Tests/bench/apply.py $(ARGS)

# The sample company again, from its generator.
fixtures:
	$(SWIFT) run acme-company --out fixtures/acme

# Writes what the transcripts answer now; read git diff afterwards.
record:
	CORK_RECORD=1 $(SWIFT) test $(FLAGS) --filter Transcript

format:
	$(SWIFT) format -i -r Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict -r Package.swift Sources Tests

packages:
	@.ci/install-packages build

packages-test:
	@.ci/install-packages test

clean:
	rm -rf .build .build-*
