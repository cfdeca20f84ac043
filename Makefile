# Everything that the project can be asked to do. Each target sets up what it needs.
# `make demo` and `make test` are the two that a newcomer needs.

GO ?= go
BIN := bin/mlauth-compile
TESTSTACK := $(GO) run ./test/cmd/teststack

.PHONY: build demo test unit lint engine fuzz bench setup

build: ## build the tool into bin/
	$(GO) build -o $(BIN) ./cmd/mlauth-compile

demo: build ## deploy specs/ to a local AWS emulator, show what is there, clean up
	$(GO) build -o bin/lookpool ./test/cmd/lookpool
	LOOK=$(CURDIR)/bin/lookpool $(TESTSTACK) run -- test/demo.sh $(CURDIR)/$(BIN)

test: lint unit engine ## everything, the real engine included

setup: ## build or find engine, AWS plugin and emulator, once
	$(TESTSTACK) setup

lint: ## format, vet and the arrows between packages
	test/lint.sh

unit: ## tests that need neither engine nor emulator
	$(GO) test ./...

engine: setup ## tests on the real engine, the AWS plugin and the emulator
	$(TESTSTACK) run -- env MLAUTH_REQUIRE_ENGINE=1 $(GO) test -count=1 ./internal/deploy
	MLAUTH_REQUIRE_ENGINE=1 $(GO) test -count=1 -timeout 60m -parallel 2 ./test/...

fuzz: ## a minute of fuzzing the loader
	$(GO) test -run '^$$' -fuzz FuzzParse -fuzztime 60s ./internal/spec

bench: ## what docs/performance.md reports
	$(GO) test -run '^$$' -bench . -benchmem ./internal/spec ./internal/render
