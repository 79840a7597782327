# What a developer types. Each target is one script in scripts/, so that CI, people and other
# targets run the same lines. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test check browser faults soak screenshots bench figures proof fuzz lighthouse assets dist clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: ## build everything, fill a demo database, serve on http://127.0.0.1:8080
	@scripts/run

test: ## everything, on SQLite and PostgreSQL, browser tests included
	@scripts/test

check: ## before each commit: format, lints, fast tests
	@scripts/check

browser: ## only the browser tests
	@scripts/browser

screenshots: ## take the pictures of the documents anew
	@scripts/browser tests/screenshots.mjs

faults: ## long: kills, killed loads, power cuts, faults of the database, backups, upgrades, abuse; figures in target/faults.json
	@scripts/faults

soak: ## long: an hour of mixed load; memory, files and errors in target/soak.json
	@scripts/soak
bench: ## measure lists, usage and loads against their floors, on both engines
	@scripts/bench

figures: ## measure start, memory, first page and a load of a million rows
	@scripts/figures

proof: ## the long runs of the guards, figures in target/proof.json (docs/proof.md)
	@scripts/proof

fuzz: ## throw hostile bytes at every parser: FUZZ_SECONDS=60 each
	@scripts/fuzz

lighthouse: ## what Lighthouse says of the pages
	@scripts/lighthouse

assets: ## build the style sheet and scripts that the binary embeds
	@scripts/assets

dist: assets ## the binary for other machines: target/dist/uptake
	@scripts/dist

clean: ## remove what was built; keeps uptake-data/
	@scripts/clean
