# Bonuskasse. `make run` starts the demo till, `make test` runs every test;
# each first installs what it needs. `make help` names the rest.

# All versions and tags stand here and in go.mod, nowhere else.
# gles,x11: a window by X11 and OpenGL ES, a quarter of the default's build
# time; no_animations: a blinking cursor costs a fifth of a core in software;
# no_emoji: a font of 4 MB that would be read twice at each start.
TAGS     := gles,x11,migrated_fynedo,no_animations,no_emoji
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

FUZZTIME ?= 10m
KILLS    ?= 2000
CUT      ?= 20
SCANS    ?= 500
ROWS     ?= 60
MEMBERS  ?= 1000000
SALES    ?= 1000000
SEEDS    ?= 1
TILLS    ?= 500
FROM     ?= 1

GO      := .ci/go
BUILD   := -trimpath -tags $(TAGS) -ldflags "-s -w -X main.version=$(VERSION)"
# All rooms but the cashier's program, which alone needs C. A folder of its
# own internals goes with it.
PURE     = $$(CGO_ENABLED=0 $(GO) list -e -tags $(TAGS) ./... | grep -v '/cmd/till\(/\|$$\)')
# Rooms with several goroutines where a race costs seconds to look for.
RACE    := ./pos/till/... ./pos/screen/... ./hardware/...
# Tests read the tags to build the programs that they drive.
export BONUSKASSE_TAGS := $(TAGS)

.PHONY: run test build need-build need-test check unit race window lint generate generated gallery fuzz kill kill-office kill-postgres cut scans slips inject year sim trade sim-mutants bench bench-office bench-join bench-pouch bench-cards deb clean help
.DEFAULT_GOAL := help

run: need-build ## start the demo till (with no display: play a demo sale and leave its pictures)
	@echo "Building the till. The first build takes some minutes; later ones take seconds."
	@$(MAKE) -s build
	@exec .ci/demo

test: need-test ## install what the tests need and run them all
	@$(MAKE) -s check lint race unit window deb

build: build/till build/tillctl build/headoffice ## the programs, in build/

build/till build/tillctl build/headoffice: FORCE
	@mkdir -p build
	CGO_ENABLED=$(if $(filter build/till,$@),1,0) $(GO) build $(BUILD) -o $@ ./cmd/$(@F)
FORCE:

deb: build ## packages for Debian of the till and of the head office, in build/
	@.ci/deb $(VERSION)

need-build:
	@.ci/need build

need-test:
	@.ci/need build test

check: generated
	@echo "== gofmt, go vet"
	@out=$$($(GO) run cmd/gofmt -l $(wildcard assets cmd hardware pos store sync)); test -z "$$out" || { echo "gofmt is due: $$out"; exit 1; }
	@CGO_ENABLED=0 $(GO) vet -tags $(TAGS) $(PURE)
	@$(GO) vet -tags $(TAGS) ./cmd/till/...

unit: ## unit tests of every room that needs no C
	@echo "== unit tests"
	CGO_ENABLED=0 $(GO) test -timeout 30m -tags $(TAGS) $(PURE)

race: ## the rooms with goroutines, under the race detector
	@echo "== race detector"
	$(GO) test -race -timeout 30m -tags $(TAGS) $(RACE)

window: build ## the cashier's program, built and driven on a screen without glass
	@echo "== the window"
	BONUSKASSE_PROGRAMS=$(CURDIR)/build $(GO) test -tags $(TAGS) ./cmd/till/...

lint: ## golangci-lint, built from the module proxy
	@echo "== golangci-lint (its first build takes a minute or two)"
	GOFLAGS= $(GO) run $(GOLANGCI) run --allow-parallel-runners ./...

PROTO := pos/journal/event.proto pos/chain/change.proto sync/wire.proto
PROTOC = mkdir -p build/bin && $(GO) build -o build/bin/protoc-gen-go google.golang.org/protobuf/cmd/protoc-gen-go && \
	$(GO) build -o build/bin/protoc-gen-connect-go connectrpc.com/connect/cmd/protoc-gen-connect-go && \
	PATH="$$PWD/build/bin:$$PATH" protoc --go_opt=module=bonuskasse --connect-go_opt=module=bonuskasse

generate: ## write the Go of the journal and the wire from their .proto files
	$(PROTOC) --go_out=. --connect-go_out=. $(PROTO)

# Generated code is in step; the tools' own versions in its head may differ.
generated:
	@echo "== the .proto files and their Go"
	@rm -rf build/generated && mkdir -p build/generated
	@$(PROTOC) --go_out=build/generated --connect-go_out=build/generated $(PROTO)
	@for f in $$(cd build/generated && find . -name '*.go'); do \
		diff -u -I '^// 	protoc' $$f build/generated/$$f || { echo "run make generate"; exit 1; }; done

gallery: ## every screen on canned data, as PNG in build/gallery
	CGO_ENABLED=0 $(GO) run -tags $(TAGS) ./cmd/gallery -o build/gallery

fuzz: ## every fuzz target for FUZZTIME (10m)
	@FUZZTIME=$(FUZZTIME) TAGS=$(TAGS) .ci/fuzz

kill: need-test build ## kill -9 a till KILLS (2000) times at random moments of a sale
	KILLS=$(KILLS) CGO_ENABLED=0 $(GO) test -tags $(TAGS) -count=1 -timeout 12h -v -run Kill ./cmd/tillctl/
	KILLS=$(KILLS) BONUSKASSE_PROGRAMS=$(CURDIR)/build $(GO) test -tags $(TAGS) -count=1 -timeout 12h -v -run Kill ./cmd/till/...

kill-office: need-test ## kill -9 a head office, and a till, KILLS times while they push
	KILLS=$(KILLS) CGO_ENABLED=0 $(GO) test -tags $(TAGS) -count=1 -timeout 12h -v -run 'Kill(Office|Till)' ./cmd/headoffice/

kill-postgres: need-test ## kill -9 a head office's PostgreSQL KILLS times while tills push
	KILLS=$(KILLS) CGO_ENABLED=0 $(GO) test -tags $(TAGS) -count=1 -timeout 12h -v -run KillPostgres ./cmd/headoffice/

cut: need-test ## cut the line after every byte of a meeting, handshake and all, of CUT (20) sales
	CUT=$(CUT) CGO_ENABLED=0 $(GO) test -tags $(TAGS) -count=1 -timeout 12h -v -run CutLine ./cmd/headoffice/

scans: need-test build ## SCANS (500) scans at 1 ms a key with the focus everywhere
	SCANS=$(SCANS) BONUSKASSE_PROGRAMS=$(CURDIR)/build $(GO) test -tags $(TAGS) -count=1 -timeout 1h -v -run 'Scans|Card' ./cmd/till/internal/torture

slips: need-test build ## ROWS (60) noted rows typed in the window at 80 ms a key
	ROWS=$(ROWS) BONUSKASSE_PROGRAMS=$(CURDIR)/build $(GO) test -tags $(TAGS) -count=1 -timeout 1h -v -run Noted ./cmd/till/internal/torture

inject: need-test ## fail each write and fsync of a sale, in turn
	INJECT=all CGO_ENABLED=0 $(GO) test -tags $(TAGS) -count=1 -timeout 4h -v -run Inject ./cmd/tillctl/

# A year of its own size, not the benchmark's, unless one is named.
year: need-test ## SEEDS years of a shop from seed FROM, added up again by another program
	@CGO_ENABLED=0 $(GO) run -tags $(TAGS) ./cmd/internal/year -seeds $(SEEDS) -from $(FROM) \
		$(if $(filter command line environment,$(origin MEMBERS)),-members $(MEMBERS)) $(if $(filter command line environment,$(origin SALES)),-sales $(SALES))

sim: ## SEEDS (1) seeds of a chain from seed FROM: real tills and head office over a bad network
	@CGO_ENABLED=0 $(GO) run -tags $(TAGS) ./cmd/internal/sim -seeds $(SEEDS) -from $(FROM)

trade: ## how many can pay with bonus at tills without a line, under one policy after the other
	@CGO_ENABLED=0 $(GO) run -tags $(TAGS) ./cmd/internal/trade

sim-mutants: ## break one rule of the rights at a time: the simulator must notice each
	CGO_ENABLED=0 $(GO) test -tags $(TAGS),mutants -count=1 -timeout 2h -v -run Mutants ./sync/simtest

bench: need-test build ## the figures, each beside its floor
	@$(GO) run -tags $(TAGS) ./cmd/internal/bench -members $(MEMBERS) -sales $(SALES)

bench-office: need-test ## an offline day at the head office's database, beside its floor; TILLS (500) tills that come back at once; a sale while the till pushes and pulls
	CGO_ENABLED=0 $(GO) test -tags $(TAGS) -run '^$$' -bench OfflineDay -benchtime 3x ./store/central
	TILLS=$(TILLS) CGO_ENABLED=0 $(GO) test -tags $(TAGS) -count=1 -v -timeout 1h -run Crowd ./cmd/headoffice

	@$(MAKE) -s build/headoffice
	@CGO_ENABLED=0 $(GO) run -tags $(TAGS) ./cmd/internal/benchoffice sale

bench-join: need-build build/headoffice ## a new till takes MEMBERS (1000000) members of a chain, killed 10 times meanwhile
	@mkdir -p build && CGO_ENABLED=0 $(GO) build -tags $(TAGS) -o build/benchoffice ./cmd/internal/benchoffice
	@build/benchoffice join -members $(MEMBERS)

bench-pouch: need-build build/headoffice ## a day's 10,000 sales sent, beside PouchDB to pouchdb-server (npm)
	@.ci/need node
	@mkdir -p build/pouch && cp cmd/internal/benchoffice/package.json build/pouch
	@cd build/pouch && test -d node_modules || npm install --ignore-scripts --no-audit --no-fund
	@CGO_ENABLED=0 $(GO) run -tags $(TAGS) ./cmd/internal/benchoffice pouch

bench-cards: ## cards read back by zbarimg, and their cost beside ReportLab's
	@.ci/need build test reportlab
	@$(GO) run -tags $(TAGS) ./cmd/internal/benchcards

clean: ## forget what was built
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do printf '  make %-11s %s\n' "$$name" "$$text"; done
