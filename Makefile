# Everything that the project can be asked to do. Each target sets up what it needs.
# `make demo` and `make test` are the two that a newcomer needs.

GO ?= go
BIN := bin/mlauth-compile
TESTSTACK := $(GO) run ./test/cmd/teststack
SUMMARY := $(GO) run ./test/cmd/summary

# A test that fails must fail the pipe that it is read through.
SHELL := bash
.SHELLFLAGS := -o pipefail -c

.PHONY: build demo test unit lint engine editor fuzz bench setup

build: ## build the tool into bin/
	CGO_ENABLED=0 $(GO) build -o $(BIN) ./cmd/mlauth-compile

demo: build ## deploy specs/ to a local AWS emulator, show what is there, clean up
	$(GO) build -o bin/demoaws ./test/cmd/demoaws
	DEMOAWS=$(CURDIR)/bin/demoaws $(TESTSTACK) run -- test/demo.sh $(CURDIR)/$(BIN)

test: lint unit editor engine ## everything, the real engine included

setup: ## build or find engine, AWS plugin and emulator, once
	$(TESTSTACK) setup

lint: ## format, vet and the arrows between packages
	test/lint.sh

unit: ## tests that need neither engine nor emulator
	$(GO) test -json $$($(GO) list ./... | grep -v -e /test/e2e -e /test/stack -e /test/editor) | $(SUMMARY)

editor: ## what editors show, by the YAML language server from npm
	MLAUTH_REQUIRE_ENGINE=1 $(GO) test -json -count=1 ./test/editor | $(SUMMARY)

engine: setup ## tests on the real engine, the AWS plugin and the emulator; they fail where they cannot run
	$(TESTSTACK) run -- env MLAUTH_REQUIRE_ENGINE=1 $(GO) test -json -count=1 ./internal/deploy | $(SUMMARY)
	MLAUTH_REQUIRE_ENGINE=1 $(GO) test -json -count=1 -timeout 75m -parallel 2 ./test/stack ./test/e2e | $(SUMMARY)

fuzz: ## a minute each of fuzzing the loader, merging, every rule, and validate as a whole
	$(GO) test -run '^$$' -fuzz FuzzParse -fuzztime 60s ./internal/spec
	$(GO) test -run '^$$' -fuzz FuzzMerge -fuzztime 60s ./internal/spec
	$(GO) test -run '^$$' -fuzz FuzzCheck -fuzztime 60s -fuzzminimizetime 10x ./internal/check
	$(GO) test -run '^$$' -fuzz FuzzValidate -fuzztime 60s -fuzzminimizetime 10x ./internal/cli

bench: ## what docs/performance.md reports
	$(GO) test -run '^$$' -bench . -benchmem ./internal/spec ./internal/render ./cmd/mlauth-compile

.PHONY: yardsticks
yardsticks: ## validate beside kubeconform, ajv-cli and a bare YAML parse; on a machine that does nothing else
	$(GO) run ./test/cmd/yardsticks
