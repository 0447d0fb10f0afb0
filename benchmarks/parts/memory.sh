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
  local name=$1 round=$2 pids rss=0 anon=0 heap=0 value sender
  sleep 1
  mapfile -t pids < <(processes_of "$name")
  figure memory "$name" rss_kib idle "$round" "$(memory_kib VmRSS "${pids[@]}")"
  figure memory "$name" anon_kib idle "$round" "$(memory_kib RssAnon "${pids[@]}")"
  run_wrk 64 "$memory_seconds" "$(url "$name" "$large")" &
  sender=$!
  while kill -0 "$sender" 2> /dev/null; do
    value=$(memory_kib VmRSS "${pids[@]}") && rss=$((value > rss ? value : rss))
    value=$(memory_kib RssAnon "${pids[@]}") && anon=$((value > anon ? value : anon))
    value=$(heap_kib "$name") && heap=$((value > heap ? value : heap))
    sleep 0.5
  done
  wait "$sender"
  figure memory "$name" rss_kib 64 "$round" "$rss"
  figure memory "$name" anon_kib 64 "$round" "$anon"
  figure memory "$name" heap_kib 64 "$round" "$heap"
}

heap_kib() {
  [ "$1" = provider ] || { echo 0 && return; }
  ask "$(url provider /metrics)" | awk '$1 == "jvm_heap_used_bytes" { printf "%d\n", $2 / 1024 }'
}
