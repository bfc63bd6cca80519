# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the scripts beside it. Python environments with PyTorch are kept in build/torch/VERSION/env (5 GB each, since
# the wheels of the package registry bring CUDA), the headless program built with each in build/torch/VERSION/program.

# python_torch VERSION ("newest" or 2.7.1): makes the environment where there is none; sets $torch_home, $python, $torch.
python_torch() {
  torch_home=$(realpath -m "build/torch/$1")
  python=$torch_home/env/bin/python
  if [[ ! -e $torch_home/env/done ]]; then
    rm -rf "$torch_home/env"
    mkdir -p "$torch_home"
    "${PYTHON:-/usr/bin/python3}" -m venv "$torch_home/env"
    if [[ $1 == newest ]]; then
      "$python" -m pip install --quiet torch numpy h5py
    else
      "$python" -m pip install --quiet "torch==$1" numpy h5py
    fi
    touch "$torch_home/env/done"
  fi
  torch=$("$python" -c 'import torch; print(torch.__path__[0])')
}

# The version as PyTorch itself says it, without the kind of build: 2.7.1.
torch_version() {
  "$python" -c 'import torch; print(torch.__version__.split("+")[0])'
}
