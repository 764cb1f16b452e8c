# One command each. `make run` starts the portal, `make test` proves it.

# The first Python on the PATH that fits; make PYTHON=… names another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && echo $$python && break; done)
BOOTSTRAP = $(or $(PYTHON),$(error This needs Python 3.11, 3.12 or 3.13 on the PATH)) \
	-I portal/embedded/bootstrap.py
SERVERS = $(BOOTSTRAP) dev -m portal.embedded with-servers --testing
BIN = .venv/bin
# A browser on a busy machine may miss a moment; what fails twice has failed. The slow
# browser tests stand together, so that a worker without work takes some of them.
TWICE = pytest -n 2 --dist worksteal "$$@" || { echo "Once more, what failed:"; \
	pytest --last-failed --last-failed-no-failures=none "$$@"; }

.NOTPARALLEL:
.PHONY: run test check lint bench venv shell assets format clean lock help

run:  ## the portal with all it needs, until Ctrl-C; PORT=8001 for another port
	@exec $(BOOTSTRAP) run -m portal.embedded run --leave-with-parent

test:  ## all tests, browser tests included; ARGS="-k word" for some of them
	@exec $(SERVERS) --browser --assets -- sh -c '$(TWICE)' tests $(ARGS)

check: lint test  ## format, lint, types, ladder, templates, migrations, tests

lint: venv  ## all checks but the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	DEMO=1 $(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --check --lint
	@exec $(SERVERS) -- python manage.py makemigrations --check --dry-run

bench:  ## the table of ratios, some ten minutes; ARGS="--rounds 10" for less
	@exec $(SERVERS) --assets -- python -m bench.accounts $(ARGS)

venv:  ## .venv with the tools and the test kit
	@$(BOOTSTRAP) dev

shell:  ## a shell with test servers behind it, for bare pytest and manage.py
	@exec $(SERVERS) --assets -- $${SHELL:-sh}

assets: venv  ## style sheets, fonts, icons and scripts
	@$(BIN)/python -m portal.assets

format: venv  ## the house style, applied
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint templates --reformat --quiet

clean:  ## removes all that is built; the data stays
	rm -rf .venv .venv.lock node_modules static/dist .mypy_cache .ruff_cache .pytest_cache

lock: venv  ## writes both locks anew from pyproject.toml; ARGS=--upgrade for newer ones
	@$(BIN)/python -m portal.embedded lock -- $(ARGS)

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/\1\t\2/p' Makefile | expand -t 10
