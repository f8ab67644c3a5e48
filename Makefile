# The front door: `make help` says what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
# One configuration for programs, tests and benchmarks, so that the dependencies are compiled once.
SWIFT_FLAGS ?= -c release
TEST_FLAGS ?=
BENCH_FLAGS ?=
# 100 million lines take some 25 GB below TMPDIR, and hours.
BENCH_LINES = 1000000,10000000$(if $(filter 1,$(BIG)),$(comma)100000000)
comma := ,

PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
DESTDIR ?=
BINDIR = $(PREFIX)/bin
UNITDIR = $(PREFIX)/lib/systemd/system

TESTBED := Tests/Testbed/testbed
RELEASE := .build/release
SWIFT_SOURCES := Sources Tests Package.swift
SHELL_SCRIPTS := Tests/Testbed/testbed Tests/Testbed/compare-stacks $(wildcard Tests/Testbed/lib/*.sh) Tests/Demo/demo .ci/run .ci/check-links .ci/build-docs

.PHONY: help setup build release demo test bench testbed check fmt docs install clean build-packages

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: build-packages ## install the Debian packages that are missing and fetch the dependencies
	@$(TESTBED) install testbed
	$(SWIFT) package resolve

build: build-packages ## compile everything, tests included
	$(SWIFT) build $(SWIFT_FLAGS) --build-tests

release: build-packages ## compile lslogd and lslog into .build/release
	$(SWIFT) build $(SWIFT_FLAGS)

demo: release ## show lslog at work on a real Docker; KEEP=1 leaves all running
	@Tests/Demo/demo

# The integration tests run whole daemons against deadlines, so the others don't compete with them.
SWIFT_TEST = $(SWIFT) test $(SWIFT_FLAGS) --skip-build --disable-xctest $(TEST_FLAGS)

test: build ## run all tests, on a private dockerd and a real journald
	$(TESTBED) run -- bash -euc '$(SWIFT_TEST) --skip IntegrationTests; $(SWIFT_TEST) --filter IntegrationTests'

bench: release ## measure, on a private dockerd and a real journald; JSON=FILE: figures as JSON, BIG=1: 100 M lines
	@$(TESTBED) install bench
	$(TESTBED) run -- $(RELEASE)/lslog-bench --kind all --lines $(BENCH_LINES) \
	  $(if $(JSON),--json '$(JSON)') $(BENCH_FLAGS)

testbed: ## start Docker and journald for work by hand; "Tests/Testbed/testbed down" stops them
	@$(TESTBED) up
	@echo
	@echo 'use it:   eval "$$($(TESTBED) env)"'
	@echo 'stop it:  $(TESTBED) down'

check: ## lint sources, scripts and documents; changes no file
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	@if command -v shellcheck >/dev/null; then \
	  echo shellcheck $(SHELL_SCRIPTS); shellcheck --external-sources $(SHELL_SCRIPTS); \
	else \
	  echo 'shellcheck is not installed: the scripts are not checked'; \
	fi
	@.ci/check-links
	@if git grep --untracked -InE '(^|[^[:alnum:]._$$}-])/(work|root)/' -- . ':!LICENSE'; then \
	  echo 'these lines name a path of one machine' >&2; exit 1; \
	fi

fmt: ## format the Swift sources in place
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_SOURCES)

docs: release ## check that the documents' links lead somewhere, and build the libraries' documentation
	@.ci/check-links
	@SWIFT='$(SWIFT)' .ci/build-docs

install: ## install what `make release` made, below DESTDIR and PREFIX
	@[[ -x $(RELEASE)/lslogd && -x $(RELEASE)/lslog ]] || { echo 'run "make release" first' >&2; exit 1; }
	install -D -m 0755 -t '$(DESTDIR)$(BINDIR)' $(RELEASE)/lslogd $(RELEASE)/lslog
	install -d -m 0755 '$(DESTDIR)$(UNITDIR)'
	sed 's|/usr/local/bin/|$(BINDIR)/|; s|/etc/lslog/|$(SYSCONFDIR)/lslog/|' config/lslogd.service \
	  >'$(DESTDIR)$(UNITDIR)/lslogd.service'
	@# A configuration that is there already has been written for this machine.
	[[ -e '$(DESTDIR)$(SYSCONFDIR)/lslog/lslogd.yml' ]] || \
	  install -D -m 0644 config/lslogd.yml '$(DESTDIR)$(SYSCONFDIR)/lslog/lslogd.yml'

clean: ## remove what was built
	$(SWIFT) package clean

build-packages:
	@$(TESTBED) install build
