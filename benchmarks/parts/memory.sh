# shellcheck shell=bash
# Memory at rest and under 64 downloads of 1 GiB, each server freshly started; beside a bare program that sleeps.

measure_memory() {
  compile_hello
  local round name
  for ((round = 1; round <= memory_rounds; round++)); do
    for name in cached uncached; do
      watch_bare "$name" "$round"
    done
    for name in "${servers[@]}"; do
      look_at_load
      start_server "$name"
      watch_server "$name" "$round"
      stop_server "$name"
    done
    say "memory: round $round of $memory_rounds"
  done
}

watch_bare() {
  bare_command "$1"
  look_at_load
  setsid "${bare[@]}" 60 > "$scratch/bare.log" 2>&1 &
  server_pid[bare]=$!
  sleep 2
  figure memory "bare-$1" rss_kib idle "$2" "$(memory_kib VmRSS "${server_pid[bare]}")"
  figure memory "bare-$1" anon_kib idle "$2" "$(memory_kib RssAnon "${server_pid[bare]}")"
  stop_server bare
}

watch_server() {
  local name=$1 round=$2 pids rss=0 anon=0 value sender heap samples=0
  sleep 1
  mapfile -t pids < <(processes_of "$name")
  figure memory "$name" rss_kib idle "$round" "$(memory_kib VmRSS "${pids[@]}")"
  figure memory "$name" anon_kib idle "$round" "$(memory_kib RssAnon "${pids[@]}")"
  : > "$scratch/heap.log"
  run_wrk 64 "$memory_seconds" "$(url "$name" "$large")" &
  sender=$!
  # On its own: an answer may take seconds while 64 downloads are under way, and memory grows meanwhile.
  watch_heap "$name" "$sender" &
  heap=$!
  while kill -0 "$sender" 2> /dev/null; do
    value=$(memory_kib VmRSS "${pids[@]}") && rss=$((value > rss ? value : rss))
    value=$(memory_kib RssAnon "${pids[@]}") && anon=$((value > anon ? value : anon))
    samples=$((samples + 1))
    sleep 0.25
  done
  wait "$sender"
  wait "$heap"
  # The client ran in a process of its own, which left no variables.
  read_counted
  if [ "$samples" -lt "$memory_seconds" ] || [ "${counted[0]}" -eq 0 ]; then
    fail "memory of $name: $samples samples in $memory_seconds s, ${counted[0]} bytes sent: that says nothing"
  fi
  figure memory "$name" rss_kib 64 "$round" "$rss"
  figure memory "$name" anon_kib 64 "$round" "$anon"
  figure memory "$name" samples 64 "$round" "$samples"
  figure memory "$name" mib_sent 64 "$round" $((counted[0] >> 20))
  [ ! -s "$scratch/heap.log" ] || figure memory "$name" heap_kib 64 "$round" "$(sort -n "$scratch/heap.log" | tail -n 1)"
}

# watch_heap SERVER PROCESS: what is used of the heap, for as long as the process runs.
watch_heap() {
  [ "$1" = provider ] || return 0
  while kill -0 "$2" 2> /dev/null; do
    ask "$(url provider /metrics)" 2> /dev/null | awk '$1 == "jvm_heap_used_bytes" { printf "%d\n", $2 / 1024 }' \
      >> "$scratch/heap.log" || true
    sleep 0.5
  done
}
