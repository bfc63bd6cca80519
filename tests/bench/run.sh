#!/usr/bin/env bash
# Builds the benchmarks, runs them and prints one table. Ratios are taken within one run on one machine. About ten
# minutes; the machine should have nothing else to do. SPINDLE_BENCH_CHECKPOINTS (default 6) is the number of checkpoints
# of the memory run: its peak does not depend on it, its time does.
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
"$bin/spindle" train fashion-vgg -o "$runs/vgg" --steps 20 --training-samples 500 --checkpoints 3 >&2
export SPINDLE_BENCH_RUNS=$runs QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$work
repeat=(--benchmark_min_time=0.3 --benchmark_repetitions=5 --benchmark_report_aggregates_only=true)
"$bin/game_bench" "${repeat[@]}" --benchmark_filter='-(published|solve/16)' --benchmark_out="$work/game1.json" >&2
"$bin/game_bench" --benchmark_filter='published|solve/16' --benchmark_out="$work/game2.json" >&2
"$bin/network_bench" "${repeat[@]}" --benchmark_out="$work/network.json" >&2

commands=$work/commands.jsonl
time_it() { "$bin/bench_command" "$1" "$2" "$commands" "${@:3}"; }
time_it extract 1 "$bin/spindle" extract sample_models/fashion-lenet -o "$work/results.h5"
time_it help 7 "$bin/spindle" --help
time_it show 5 "$bin/spindle" show "$work/results.h5"
time_it figure 5 "$bin/spindle" figure "$work/results.h5" -o "$work/figure.pdf"
"$bin/bench_window" sample_models/fashion-lenet "$commands" >&2

# 200 samples of the test set, 12 variables.
many=$work/many
cp -r "$runs/mlp" "$many"
data=/usr/share/datasets/fashion-mnist
cp "$data/t10k-images-idx3-ubyte.gz" "$data/t10k-labels-idx1-ubyte.gz" "$many/"
sed -i 's|"samples": "samples.npz"|"samples": "t10k-images-idx3-ubyte.gz"|' "$many/run.json"
most=$((${SPINDLE_BENCH_CHECKPOINTS:-6} - 1))
time_it memory 1 "$bin/spindle" extract "$many" -o "$work/many.h5" --samples 0-199 --variables 12 --checkpoints "0-$most"
"$bin/bench_table" "$work/game1.json" "$work/game2.json" "$work/network.json" "$commands"
echo
echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | xargs), $(nproc) cores; memory run over $((most + 1)) checkpoints."
