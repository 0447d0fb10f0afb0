# shellcheck shell=bash
# Small requests: how many a second over 64 connections, and how long the slowest of a hundred takes.

measure_small() {
  start_servers
  local round path name
  for path in /health "$small"; do
    for name in "${servers[@]}"; do
      run_wrk 64 "$warm_seconds" "$(url "$name" "$path")"
    done
    for ((round = 1; round <= small_rounds; round++)); do
      for name in "${servers[@]}"; do
        look_at_load
        ask_small "$name" "$path" "$round"
      done
      say "small: $path, round $round of $small_rounds"
    done
  done
  stop_servers
}

ask_small() {
  local before used kind=${2##*/}
  before=$(cpu_ms "$1")
  run_wrk 64 "$small_seconds" "$(url "$1" "$2")"
  used=$(($(cpu_ms "$1") - before))
  figure small "$1" requests_per_second "$kind" "$3" "$(per_second "${counted[2]}" "${counted[1]}")"
  figure small "$1" p50_us "$kind" "$3" "${counted[3]}"
  figure small "$1" p99_us "$kind" "$3" "${counted[4]}"
  figure small "$1" cpu_us_per_request "$kind" "$3" "$(awk -v ms="$used" -v n="${counted[2]}" \
    'BEGIN { printf "%.1f\n", n ? ms * 1000 / n : 0 }')"
  figure small "$1" failures "$kind" "$3" "${counted[5]}"
}
