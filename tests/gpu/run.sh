#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The check for a machine with a GPU and nothing but a compiler, CMake, ninja (or make) and a Python with PyTorch 2.7 or
# newer, numpy and h5py: builds the headless program from carried headers (tests/gpu/carry.sh makes the file elsewhere),
# computes golden networks and bundled runs on the GPU and on the CPU and compares, and sets the time of an extraction
# beside PyTorch's own for as many passes. Everything it makes lies in build/gpu. Exit status 1 where a check fails.
#   tests/gpu/run.sh [CARRIED.tar.gz]     default build/carried.tar.gz; "-": the libraries of this machine
#   DEVICE=cpu tests/gpu/run.sh           the same without a GPU: everything but the device
#   PYTHON=python3   the Python with PyTorch      SPINDLE_GPU_SECONDS=480   how long it may take with a GPU
set -euo pipefail
SECONDS=0
carried=$(realpath -m "${1:-build/carried.tar.gz}")
[[ ${1:-} == - ]] && carried=-
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
device=${DEVICE:-cuda}
python=${PYTHON:-python3}
[[ $carried == - || -f $carried ]] ||
  { echo "There is no $carried; make it with tests/gpu/carry.sh on Debian 12, or give - for installed libraries." >&2; exit 2; }
work=$PWD/build/gpu
rm -rf "$work/runs" "$work/results"
export SOURCE_DATE_EPOCH=1700000000
mkdir -p "$work/runs" "$work/results/cpu" "$work/results/$device"
failures=()
check() {  # check WHAT COMMAND...: goes on after a failure, which is told at the end
  local what=$1
  shift
  "$@" || failures+=("$what")
}
said() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }

said "machine"
uname -sm
nproc
nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader 2> /dev/null || echo "no nvidia-smi"
nvcc --version 2> /dev/null | tail -n 2 || true
"$python" -c 'import torch; print("PyTorch", torch.__version__, "CUDA", torch.version.cuda, "devices", torch.cuda.device_count())'
torch=$("$python" -c 'import torch; print(torch.__path__[0])')

said "headless build"
library=
if [[ $carried != - ]]; then
  rm -rf "$work/carried"
  tar -C "$work" -xzf "$carried"
  library=$work/carried/lib
  export CMAKE_PREFIX_PATH=$work/carried HDF5_ROOT=$work/carried LDFLAGS="-Wl,-rpath-link,$library"
fi
SPINDLE_BUILD=$work/build app/install-headless.sh "$work/prefix" --torch "$torch" > "$work/build.log" 2>&1 ||
  { tail -n 40 "$work/build.log"; exit 1; }
spindle() { LD_LIBRARY_PATH=$library${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} "$work/prefix/bin/spindle" "$@"; }
spindle --version

said "golden networks and bundled runs, $device beside cpu"
"$python" -B tests/torch/golden_runs.py make "$work/runs" > "$work/names"
spindle info "$work/runs/mlp" | sed -n '/^PyTorch/,/module/p'
compute() {  # compute RUN NAME OPTIONS...
  local run=$1 name=$2 where
  shift 2
  for where in cpu "$device"; do
    spindle extract "$run" -o "$work/results/$where/$name.h5" --device "$where" --batch 16 --decomposition and "$@" \
      > /dev/null 2> "$work/errors" || { cat "$work/errors"; return 1; }
    [[ $where != "$device" ]] || sed 's/^/  /' "$work/errors" | sort -u
  done
}
while read -r name; do check "$name" compute "$work/runs/$name" "$name"; done < "$work/names"
for name in fashion-lenet cancer sms-transformer furniture-pointnet; do
  check "$name" compute "sample_models/$name" "$name" --samples 0-1 --checkpoints 0,5,10
done
# Another order of additions on a GPU: the last bits of single precision, over some layers.
check "the same scores" "$python" -B tests/torch/golden_runs.py compare "$work/results" cpu "$device" \
  --tolerance "$([[ $device == cpu ]] && echo 1e-5 || echo 1e-4)"

said "twice the same, parts, merge"
tiny=$work/runs/lenet
quiet() { spindle "$@" > /dev/null; }
twice() {
  local options=(--device "$device" --decomposition and)
  quiet extract "$tiny" -o "$work/results/once.h5" "${options[@]}" || return 1
  options+=(--batch "$(spindle_batch)")
  quiet extract "$tiny" -o "$work/results/again.h5" "${options[@]}" &&
    quiet extract "$tiny" -o "$work/results/parts.h5" "${options[@]}" --part 1/2 &&
    quiet extract "$tiny" -o "$work/results/parts.h5" "${options[@]}" --part 2/2 &&
    quiet merge "$work/results/parts.h5" && same "$work/results/again.h5" "$work/results/parts.h5" &&
    same "$work/results/again.h5" "$work/results/once.h5"
}
spindle_batch() {  # the one that the device was found to do best
  "$python" -B -c 'import h5py, json, sys; print(json.loads(h5py.File(sys.argv[1]).attrs["options"])["batch"])' \
    "$work/results/once.h5"
}
same() {
  "$python" -B -c 'import h5py, numpy, sys
a, b = (h5py.File(f)["values"][()] for f in sys.argv[1:])
sys.exit(0 if numpy.array_equal(a, b) else f"{sys.argv[1]} and {sys.argv[2]} differ")' "$1" "$2"
}
check "the same bits twice and in parts" twice
mixed() {  # parts of two kinds of device are not joined
  quiet extract "$tiny" -o "$work/results/mixed.h5" --device cpu --batch 16 --part 1/2 &&
    quiet extract "$tiny" -o "$work/results/mixed.h5" --device "$device" --batch 16 --part 2/2 || return 1
  ! spindle merge "$work/results/mixed.h5" || { echo "Parts of two kinds of device were joined."; return 1; }
}
[[ $device == cpu ]] || check "parts of two devices" mixed

said "time of a sample beside PyTorch's for 1,024 passes"
networks=(vgg11)
[[ $device == cpu ]] || networks+=(resnet18)
"$python" -B tests/gpu/floor.py make "$work/runs" "${networks[@]}"
seconds() {  # seconds NETWORK SAMPLES
  local start
  start=$(date +%s.%N)
  spindle extract "$work/runs/$1" -o "$work/results/time.h5" --anew --device "$device" --decomposition and --threads 1 \
    --samples "0-$(($2 - 1))" --batch "${batch[$1]}" > /dev/null 2>&1 || return 1
  echo "$start $(date +%s.%N)" | awk '{ print $2 - $1 }'
}
declare -A batch
for name in "${networks[@]}"; do
  # What the program itself takes on this device; the difference of two runs leaves out the start.
  spindle extract "$work/runs/$name" -o "$work/results/once.h5" --anew --device "$device" --decomposition and \
    --threads 1 --samples 0 > /dev/null
  batch[$name]=$(spindle_batch)
  few=$([[ $device == cpu ]] && echo 1 || echo 2)
  many=$([[ $device == cpu ]] && echo 2 || echo 10)
  first=$(seconds "$name" "$few")
  all=$(seconds "$name" "$many")
  floor=$("$python" -B tests/gpu/floor.py time "$work/runs" "$name" "$device")
  awk -v name="$name" -v a="$first" -v b="$all" -v n=$((many - few)) -v f="$floor" -v batch="${batch[$name]}" 'BEGIN {
    each = (b - a) / n
    printf "%-9s batch %d: a sample %.4f s, PyTorch %.4f s for 1,024 passes, ratio %.2f\n", name, batch, each, f, each / f }'
done

said "end"
((SECONDS <= ${SPINDLE_GPU_SECONDS:-480})) || [[ $device == cpu ]] || failures+=("time: $SECONDS s")
if ((${#failures[@]})); then
  printf 'FAILED: %s\n' "${failures[@]}"
  exit 1
fi
echo "All checks passed on $device."
