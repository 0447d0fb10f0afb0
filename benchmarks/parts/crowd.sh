# shellcheck shell=bash
# How long a new machine waits for a small answer while 64, 400 and 1,500 downloads go as fast as they can.

measure_crowd() {
  local round downloads name given=("${settings[@]}")
  # All clients have one address here.
  settings+=(--set provider.limits.connections-per-address=4000)
  start_servers
  settings=("${given[@]}")
  for ((round = 1; round <= crowd_rounds; round++)); do
    for downloads in 64 400 1500; do
      for name in "${servers[@]}"; do
        look_at_load
        ask_in_crowd "$name" "$downloads" "$round"
      done
      say "crowd: $downloads downloads, round $round of $crowd_rounds"
    done
  done
  stop_servers
}

ask_in_crowd() {
  local asked path p50 p99 count pid port=${server_port[$1]}
  # Begins two seconds earlier, and ends a second later.
  run_machines -f "$2" $((crowd_seconds + 3)) "$1" "$large=$((1 << 30))" &
  pid=$!
  sleep 2
  asked=$("${client_side[@]}" python3 "$benchmarks/clients/ask.py" "$address" "$port" "$crowd_seconds" "$small" /health)
  wait "$pid"
  read_counted
  while read -r _ path p50 p99 count; do
    figure crowd "$1" p50_us "$2-${path##*/}" "$3" "$p50"
    figure crowd "$1" p99_us "$2-${path##*/}" "$3" "$p99"
    figure crowd "$1" answers "$2-${path##*/}" "$3" "$count"
  done <<< "$asked"
  figure crowd "$1" bytes_per_second "$2" "$3" "$(per_second "${counted[0]}" "${counted[1]}")"
}
