# make run and make test are all a fresh machine needs; see README.md.

# debug is what run and test share; CONFIG=release for benchmarks and deployments.
CONFIG ?= debug
# make run OFFSET=100 shifts every port, so that a second system can run beside the first.
OFFSET ?= 0
SWIFT ?= swift
SOURCES := Package.swift Services Shared Tests
BIN = $(shell $(SWIFT) build -c $(CONFIG) --show-bin-path)

.DEFAULT_GOAL := help
.PHONY: help run test bench build lint format unit drivers doctor calls messages appointments calendar clean clean-data dependencies

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: dependencies ## Run the whole system here, with servers of its own, until Ctrl-C
	@$(SWIFT) build -c $(CONFIG)
	@exec $(BIN)/thavon dev --ports-offset $(OFFSET) $(ARGS)

test: dependencies ## Run every test against throw-away servers (ARGS='--filter Name' for some)
	@Tests/Browser/install.sh
	$(SWIFT) build --build-tests -c $(CONFIG)
	REQUIRE_SERVERS=1 $(SWIFT) test --skip-build --disable-xctest -c $(CONFIG) $(ARGS)

unit: ## Run the tests that need no servers
	$(SWIFT) test -c $(CONFIG) --filter '$(shell ls Tests/Unit | paste -sd '|')'

drivers: dependencies ## Build and test the drivers and messaging only, without the HTTP server: seconds instead of minutes
	THAVON_ONLY=drivers REQUIRE_SERVERS=1 $(SWIFT) test --scratch-path .build-drivers $(ARGS)

bench: dependencies ## Run the benchmarks (ARGS='--quick', see --help); prints a table, writes .build/bench/*.json
	@Tests/Benchmarks/install-tools.sh
	@for product in webhook-ingest assignment notifier calendar-sync retry-scheduler dashboard sandbox bench; do \
		$(SWIFT) build -c release --scratch-path .build-release --product $$product || exit; \
	done
	@.build-release/release/bench $(ARGS)

build: dependencies ## Build everything (CONFIG=release for an optimised build)
	$(SWIFT) build -c $(CONFIG)

lint: ## Check format, imports and the rules of the house; changes nothing
	@deploy/scripts/lint.sh

format: ## Bring the sources into shape
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

doctor: ## Check every dependency of the running system
	@$(BIN)/thavon doctor

calls: ## List planned calls, what became of them and why (ARGS=--help for more)
	@$(BIN)/thavon calls $(ARGS)

messages: ## List what people were told and what became of it (ARGS=--help for more)
	@$(BIN)/thavon messages $(ARGS)

appointments: ## List appointments and how they stand in the calendars (ARGS=--help for more)
	@$(BIN)/thavon appointments $(ARGS)

calendar: ## List agents' calendars; ARGS='connect anna.petersen@example.com' prints a link to connect one
	@$(BIN)/thavon calendar $(ARGS)

clean: ## Remove what was built
	rm -rf .build .build-drivers

clean-data: ## Remove the data of make run
	@for place in .local/postgres .local/rabbitmq; do \
		if [ -L $$place ]; then rm -rf "$$(readlink $$place)"; fi; \
	done
	rm -rf .local

dependencies:
	@deploy/scripts/install-dependencies.sh
