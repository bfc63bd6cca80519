#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the benchmarks, runs them and prints one table. Ratios are taken within one run on one machine. About twenty
# minutes; the machine should have nothing else to do, and 4 GB free for the memory run's results.
#   SPINDLE_BENCH_CHECKPOINTS   checkpoints of the memory run (default 200); its peak does not depend on it, its time does
#   TMPDIR                      where the runs and results go for the time being
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source resources/install-packages.sh
install_packages resources/debian-packages.txt
install_packages tests/bench/debian-packages.txt
[[ -f build/bench/build.ninja ]] || cmake --preset bench > /dev/null
cmake --build --preset bench >&2
bin=$PWD/build/bench/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runs=$work/runs
mkdir -p "$runs"
ln -s "$PWD/sample_models/fashion-lenet" "$runs/lenet"
"$bin/spindle" train fashion-mlp -o "$runs/mlp" --steps 300 --checkpoints 8 >&2
"$bin/spindle" train fashion-vgg -o "$runs/vgg" --steps 200 --training-samples 2000 --checkpoints 6 >&2
export SPINDLE_BENCH_RUNS=$runs QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$work

# Repetitions of different benchmarks take turns, so that a slow minute hits all of them.
repeat=(--benchmark_repetitions=7 --benchmark_enable_random_interleaving=true --benchmark_report_aggregates_only=true)
"$bin/network_bench" --benchmark_min_time=0.3 "${repeat[@]}" --benchmark_out="$work/network.json" >&2
"$bin/game_bench" --benchmark_min_time=0.2 "${repeat[@]}" --benchmark_filter='-(published|solve/16)' \
  --benchmark_out="$work/game1.json" >&2
"$bin/game_bench" --benchmark_filter='published|solve/16' --benchmark_out="$work/game2.json" >&2

commands=$work/commands.jsonl
time_it() { "$bin/bench_command" "$1" "$2" "$commands" "${@:3}"; }
time_it extract_one 3 "$bin/spindle" extract sample_models/fashion-lenet -o "$work/results.h5" --threads 1
time_it extract 3 "$bin/spindle" extract sample_models/fashion-lenet -o "$work/results.h5" --threads 2
time_it help 9 "$bin/spindle" --help
time_it show 9 "$bin/spindle" show "$work/results.h5"
time_it figure 9 "$bin/spindle" figure "$work/results.h5" -o "$work/figure.pdf"
for run in fashion-lenet sms-transformer cancer furniture-pointnet; do
  echo "$run" >&2
  "$bin/bench_scrub" "sample_models/$run" "$commands" >&2
done
for _ in 1 2 3; do "$bin/bench_window" sample_models/fashion-lenet "$commands" >&2; done

# 200 checkpoints of a small network, 200 images, 12 variables. A gap of 1 ends each solution at its first certificate:
# memory is the same, and the run takes minutes.
many=$work/many
mkdir -p "$many/checkpoints"
for ((c = 0; c < ${SPINDLE_BENCH_CHECKPOINTS:-200}; ++c)); do
  cp tests/golden/model/mlp.pt "$many/checkpoints/$(printf 'step=%06d.pt' "$c")"
done
cp /usr/share/datasets/fashion-mnist/t10k-{images-idx3,labels-idx1}-ubyte.gz "$many/"
cat > "$many/run.json" << END
{ "checkpoints": "checkpoints/*.pt", "samples": "t10k-images-idx3-ubyte.gz",
  "input": { "kind": "image", "shape": [1, 28, 28] }, "variables": { "grid": [7, 7], "count": 12 } }
END
time_it memory 1 "$bin/spindle" extract "$many" -o "$work/many.h5" --samples 0-199 --gap 1
"$bin/bench_table" "$work/game1.json" "$work/game2.json" "$work/network.json" "$commands"
echo
echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | xargs), $(nproc) cores; memory run over" \
  "${SPINDLE_BENCH_CHECKPOINTS:-200} checkpoints. A ratio's ± is the sum of both sides' coefficients of variation."
