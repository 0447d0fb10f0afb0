# shellcheck shell=bash
# What is read from the kernel, and where it is written to.

# figure PART SERVER METRIC LOAD ROUND VALUE: one raw figure, with the load of the machine before the round.
figure() {
  local IFS=$'\t'
  echo "$*"$'\t'"${load_before:-}" >> "$results/figures.tsv"
}

# The load average of the last minute. It has our own part in it; that of others shows before the first round.
look_at_load() { read -r load_before _ < /proc/loadavg; }

processes_of() {
  echo "${server_pid[$1]}"
  pgrep -P "${server_pid[$1]}" || true
}

# cpu_ms SERVER: what all its processes have used so far, in user and in kernel mode.
cpu_ms() {
  local pid
  for pid in $(processes_of "$1"); do
    cat "/proc/$pid/stat"
  done | awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); t += $12 + $13 } END { printf "%d\n", t * 1000 / hz }'
}

# memory_kib FIELD PID...: the sum of VmRSS or RssAnon.
memory_kib() {
  local field=$1 pid
  shift
  for pid in "$@"; do
    cat "/proc/$pid/status"
  done | awk -v field="$field:" '$1 == field { sum += $2 } END { print sum + 0 }'
}

# per_gib MS BYTES
per_gib() { awk -v ms="$1" -v bytes="$2" 'BEGIN { printf "%.1f\n", bytes ? ms * 2 ^ 30 / bytes : 0 }'; }

per_second() { awk -v n="$1" -v us="$2" 'BEGIN { printf "%.1f\n", us ? n * 1e6 / us : 0 }'; }

# run_wrk CONNECTIONS SECONDS URL: sets counted=(bytes us requests p50 p99 failures).
run_wrk() {
  local threads=$1
  [ "$threads" -le "$(nproc)" ] || threads=$(nproc)
  keep_counted "$2" wrk -t "$threads" -c "$1" -d "${2}s" --timeout 60s -s "$benchmarks/clients/count.lua" "$3"
}

# run_machines MODE CONNECTIONS SECONDS SERVER PATH=SIZE...: sets counted=(bytes us p50 p99 failures).
run_machines() {
  local mode=$1 machines=$2 seconds=$3 server=$4
  shift 4
  # shellcheck disable=SC2086 # No mode is no argument.
  keep_counted "$seconds" "$scratch/machines" $mode "$address" "${server_port[$server]}" "$machines" "$seconds" "$@"
}

keep_counted() {
  local seconds=$1 status=0
  shift
  timeout $((seconds + 60)) "${client_side[@]}" "$@" > "$scratch/client.log" 2>&1 || status=$?
  if ! grep -q '^counted ' "$scratch/client.log"; then
    cat "$scratch/client.log" >&2
    fail "$1 ended with $status"
  fi
  read_counted
  grep -v '^counted \|^Running\|^  \|^$' "$scratch/client.log" | grep -i 'fail' >&2 || true
}

read_counted() { read -r -a counted <<< "$(sed -n 's/^counted //p' "$scratch/client.log")"; }
