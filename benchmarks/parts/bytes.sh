# shellcheck shell=bash
# Bytes per second and processor time for a file of 1 GiB, over 1, 16, 64 and 400 connections.

measure_bytes() {
  start_servers
  local round connections name
  for name in "${servers[@]}"; do
    send_bytes "$name" 64 2
  done
  for ((round = 1; round <= bytes_rounds; round++)); do
    for connections in 1 16 64 400; do
      for name in "${servers[@]}"; do
        look_at_load
        send_bytes "$name" "$connections" "$bytes_seconds"
        figure bytes "$name" bytes_per_second "$connections" "$round" "$(per_second "${counted[0]}" "${counted[1]}")"
        figure bytes "$name" cpu_ms_per_gib "$connections" "$round" "$(per_gib "$used" "${counted[0]}")"
        figure bytes "$name" failures "$connections" "$round" "${counted[-1]}"
      done
    done
    say "bytes: round $round of $bytes_rounds"
  done
  stop_servers
}

# send_bytes SERVER CONNECTIONS SECONDS: sets counted, and used: milliseconds of processor time of the server.
send_bytes() {
  local before
  before=$(cpu_ms "$1")
  if [ "$client" = wrk ]; then
    run_wrk "$2" "$3" "$(url "$1" "$large")"
  else
    run_machines -f "$2" "$3" "$1" "$large=$((1 << 30))"
  fi
  used=$(($(cpu_ms "$1") - before))
}
