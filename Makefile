# Two commands: `make run` trains a small Whisper and listens with it, `make test` runs every notebook.
# Each installs what it needs into .venv the first time. PYTHON chooses the Python (3.10 to 3.13).

PYTHON ?= python3
SEEDS  ?= 0
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip install -q -c requirements.lock
TORCH_CPU := https://download.pytorch.org/whl/cpu

.PHONY: help run test check notebooks minutes jupyter lock clean

help:
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: .venv/ready-to-run ## make the digits corpus, train on it, show what was learned (about ten minutes on two cores)
	$(BIN)/python -m tinywhisper.bench train digits --seeds $(SEEDS) --out runs

test: check ## every notebook in a process of its own, with a time limit
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --nbmake --nbmake-timeout=300 -n 2 -q -p no:cacheprovider --durations=5 nbs

check: .venv/ready-to-test ## the library is in step with the notebooks, the notebooks are clean, the README agrees
	$(BIN)/python .ci/check.py

notebooks: .venv/ready-to-test ## run every notebook and keep its outputs, then make the library and the README from them
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --nbmake --nbmake-timeout=300 --overwrite -q -p no:cacheprovider nbs
	$(BIN)/python .ci/check.py --write

minutes: .venv/ready-to-test ## how long each chapter runs, into results/course.json (a quarter of an hour, on a machine that does nothing else)
	$(BIN)/python .ci/check.py --minutes

jupyter: .venv/ready-to-test ## open the notebooks, with the peers that they compare themselves with
	cd nbs && ../$(BIN)/jupyter lab 00_map.ipynb

.venv/ready-to-run: .venv/torch settings.ini setup.py requirements.lock
	$(PIP) -e '.[course,synth]'
	@touch $@

.venv/ready-to-test: .venv/torch settings.ini setup.py requirements.lock
	$(PIP) -e '.[all]'
	@touch $@ .venv/ready-to-run

# On Linux without an NVIDIA GPU, PyTorch's own index has wheels without CUDA (200 MB instead of 4.7 GB);
# where it cannot be reached, the ordinary ones are taken.
.venv/torch:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 10) <= v < (3, 14) else "TinyWhisper needs Python 3.10 to 3.13, and this is %d.%d: try  make run PYTHON=python3.12" % v[:2])'
	$(PYTHON) -m venv .venv
	@if [ "$$(uname -s)" = Linux ] && ! command -v nvidia-smi >/dev/null && \
	    $(PYTHON) -c 'import urllib.request as u; u.urlopen("$(TORCH_CPU)/torch/", timeout=5)' 2>/dev/null; then \
		echo "No NVIDIA GPU here: PyTorch without CUDA, from $(TORCH_CPU) (200 MB instead of 4.7 GB)"; \
		$(PIP) --extra-index-url $(TORCH_CPU) torch torchaudio; \
	else \
		echo "Installing PyTorch (on Linux 4.7 GB; some minutes, once)"; $(PIP) torch torchaudio; \
	fi
	@touch $@

lock: ## bring requirements.lock up to date with settings.ini
	uv pip compile setup.py --all-extras --universal --python-version 3.10 --no-emit-index-url --no-annotate --custom-compile-command 'make lock' -o requirements.lock

clean: ## remove what was installed and trained
	rm -rf .venv build *.egg-info runs
