#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A Slurm of three nodes on this machine runs the script of `spindle plan`. A task is preempted and queued again, a node
# is killed on the way; joined, the parts are the file of one process.
#   tests/cluster/slurm.sh BUILD_FOLDER
set -euo pipefail
root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
(cd "$root" && source resources/install-packages.sh && install_packages tests/cluster/debian-packages.txt)
build=$(realpath "$1")
export PATH=$build/bin:/usr/sbin:/usr/bin:/sbin:/bin SOURCE_DATE_EPOCH=1700000000
run=$root/sample_models/fashion-lenet
for program in munged slurmctld slurmd sbatch srun; do
  command -v "$program" > /dev/null || { echo "$program is not installed."; exit 1; }
done
work=$(mktemp -d)
cd "$work"
nodes=(n1 n2 n3)

# End only what was started here: each daemon by the number that it wrote down, tasks by their node's daemon.
stop() {
  local file pid pids=()
  scancel --quiet --full --user="$(id -un)" 2> /dev/null || true
  for file in "$work"/*.pid; do
    [[ -s $file ]] && pids+=("$(< "$file")")
  done
  for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
  for pid in "${pids[@]}"; do
    for _ in {1..50}; do kill -0 "$pid" 2> /dev/null || break; sleep 0.1; done
  done
  # A node's daemon waits for its tasks, and these for the controller, for ever.
  for pid in $(pgrep -f '^slurm(stepd: \[|d -N)'); do
    grep -qsz "^SLURM_CONF=$work/slurm.conf$" "/proc/$pid/environ" && kill -KILL "$pid" || true
  done
  rm -rf "$work"
}
trap stop EXIT
fail() {
  echo "$1"
  tail -n 15 "$work"/*.log 2> /dev/null || true
  exit 1
}

port=$((20000 + RANDOM % 20000))
cat > slurm.conf <<CONF
ClusterName=spindle
SlurmctldHost=localhost
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SlurmdParameters=config_overrides
SlurmctldPort=$port
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/%n.pid
SlurmdSpoolDir=$work/%n
StateSaveLocation=$work/state
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/%n.log
SchedulerParameters=sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
KillWait=10
ReturnToService=2
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
$(for i in 0 1 2; do
  echo "NodeName=${nodes[i]} NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 1 + i)) CPUs=1 RealMemory=64000"
done)
PartitionName=main Nodes=ALL Default=YES PriorityTier=1
PartitionName=urgent Nodes=ALL PriorityTier=10 PreemptMode=OFF
CONF
export SLURM_CONF=$work/slurm.conf
mkdir state "${nodes[@]}"
head -c 1024 /dev/urandom > munge.key
chmod 600 munge.key
munged --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munged.pid" \
  --log-file="$work/munged.log" --seed-file="$work/munge.seed" || fail "munged does not start."
slurmctld -c || fail "slurmctld does not start."
for node in "${nodes[@]}"; do slurmd -N "$node" || fail "slurmd does not start."; done
ready() { [[ $(sinfo --noheader --Node --partition=main --states=idle 2> /dev/null | wc -l) == 3 ]]; }
for _ in {1..300}; do ready && break; sleep 0.2; done
ready || fail "Slurm does not start: not all nodes are idle."

# The numbers of the tasks that run, and their nodes.
running() { squeue --noheader --array --states=RUNNING --partition=main --format="%K %N %A"; }
until_running() {
  for _ in {1..600}; do
    running | grep -q "$1" && return
    sleep 0.1
  done
  fail "No task runs: $1"
}

# srun: each process takes its own number.
srun --quiet --partition=main -N3 -n3 spindle extract "$run/../../tests/golden/app/tiny" --batch 16 --threads 1 -o srun.h5 \
  --part auto
spindle merge srun.h5 > /dev/null

choices=("$run" --samples 0-3 --variables 12 --gap 0.001 --batch 128)  # some seconds a part
spindle plan "${choices[@]}" -o out.h5 --parts 6 --cpus 1 > script 2> plan.txt
job=$(sbatch --parsable --output="$work/task-%a.txt" script)

# The node n3 dies with all that runs there.
until_running " n3 "
read -r killed _ raw < <(running | grep " n3 ")
doomed=("$(< n3.pid)")
for step in $(pgrep -f "^slurmstepd: \[$raw\."); do
  grep -qz "^SLURM_CONF=$work/slurm.conf$" "/proc/$step/environ" || continue
  doomed+=("$step")
  for script in $(pgrep -P "$step"); do doomed+=("-$script"); done  # a group of its own
done
((${#doomed[@]} >= 3)) || fail "The processes of task $killed were not found."
kill -KILL -- "${doomed[@]}"
rm n3.pid
scontrol update NodeName=n3 State=DOWN Reason=killed

# The task on n2 has to make room for an urgent job.
until_running " n2 "
read -r preempted _ < <(running | grep " n2 ")
sbatch --quiet --partition=urgent --nodelist=n2 --exclusive --output=/dev/null --wrap "sleep 0.5"

# Slurm queues both again, for two minutes later; here at once.
for ((second = 0; ; ++second)); do
  left=$(squeue --noheader --array --format="%i %r")
  [[ -z $left ]] && break
  ((second < 300)) || fail "Tasks are left: $left"
  while read -r id reason; do
    [[ $reason != BeginTime ]] || scontrol update JobId="$id" StartTime=now
  done <<< "$left"
  sleep 1
done
for task in "$killed" "$preempted"; do
  [[ $(scontrol show job "${job}_$task" | grep -o "Restarts=[0-9]*") != Restarts=0 ]] ||
    fail "Task $task was not queued again."
done
spindle merge out.h5 || fail "$(tail -n 3 task-*.txt)"
spindle extract "${choices[@]}" -o whole.h5
cmp out.h5 whole.h5
