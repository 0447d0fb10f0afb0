# shellcheck shell=bash
# 400 machines are switched on at once: kernel, initramfs and root file system, one after another on one connection.

measure_storm() {
  start_servers
  local round name
  for name in "${servers[@]}"; do
    boot "$name" 16
  done
  for ((round = 1; round <= storm_rounds; round++)); do
    for name in "${servers[@]}"; do
      look_at_load
      boot "$name" 400
      figure storm "$name" total_ms 400 "$round" $((counted[1] / 1000))
      figure storm "$name" p50_ms 400 "$round" $((counted[2] / 1000))
      figure storm "$name" p99_ms 400 "$round" $((counted[3] / 1000))
      figure storm "$name" failures 400 "$round" "${counted[4]}"
      figure storm "$name" cpu_ms_per_gib 400 "$round" "$(per_gib "$used" "${counted[0]}")"
    done
    say "storm: round $round of $storm_rounds"
  done
  stop_servers
}

# boot SERVER MACHINES: sets counted and used.
boot() {
  local before directory=/stable/x86_64
  before=$(cpu_ms "$1")
  run_machines '' "$2" 120 "$1" "$directory/vmlinuz=$((8 << 20))" "$directory/initramfs.img=$((4 << 20))" \
    "$directory/rootfs.sqfs=$((64 << 20))"
  used=$(($(cpu_ms "$1") - before))
}
