# shellcheck shell=bash
# What many artifacts cost: until Ready, at rest, until a change shows, and to list them. Three artifacts beside 100,000 in
# 1,000 directories and 20,000 in one. The first start computes the digests; what is measured are those after it.

measure_growth() {
  local shape
  for shape in 3/1 100000/1000 20000/1; do
    grow "${shape%/*}" "${shape#*/}"
  done
}

grow() {
  local files=$1 directories=$2 load=$1/$2 tree=$scratch/growth-$1 port round before at command name value
  local data=$tree-data
  say "growth: making $files files in $directories directories"
  python3 "$benchmarks/clients/growth.py" make "$tree" "$files" "$directories"
  mkdir -p "$data"
  start_grown
  timeout 700 python3 "$benchmarks/clients/growth.py" digested "$at" "$files" || fail "growth: no digests of $load"
  stop_server provider
  for ((round = 1; round <= growth_rounds; round++)); do
    look_at_load
    port=$(free_port)
    root=$tree data=$data provider_command "$port"
    timeout 60 python3 "$benchmarks/clients/start.py" "$address" "$port" "${command[@]}" > "$scratch/start.tsv"
    while read -r name value; do
      figure growth provider "$name" "$load" "$round" "$value"
    done < "$scratch/start.tsv"
  done
  start_grown
  timeout 700 python3 "$benchmarks/clients/growth.py" digested "$at" "$files" || fail "growth: no digests of $load"
  sleep "$growth_seconds"
  # At rest first: what a change costs, some of it in the seconds after, is a figure of its own.
  for ((round = 1; round <= growth_rounds; round++)); do
    look_at_load
    before=$(cpu_ms provider)
    sleep "$growth_seconds"
    figure growth provider idle_cpu_permille "$load" "$round" $((($(cpu_ms provider) - before) / growth_seconds))
  done
  for ((round = 1; round <= growth_rounds; round++)); do
    look_at_load
    before=$(cpu_ms provider)
    figure growth provider change_ms "$load" "$round" \
      "$(timeout 400 python3 "$benchmarks/clients/growth.py" change "$at" "$tree/stable/x86_64/new$round.img")"
    sleep "$growth_seconds"
    figure growth provider change_cpu_ms "$load" "$round" "$(($(cpu_ms provider) - before))"
    figure growth provider anon_kib "$load" "$round" "$(memory_kib RssAnon "${server_pid[provider]}")"
    figure growth provider status_ms "$load" "$round" \
      "$(timeout 400 python3 "$benchmarks/clients/growth.py" status "$at")"
  done
  stop_server provider
  rm -rf "$tree" "$data"
  say "growth: $files files in $directories directories"
}

# start_grown: of the variables of grow.
start_grown() {
  port=$(free_port)
  root=$tree data=$data provider_command "$port"
  setsid "${command[@]}" > "$scratch/growth.log" 2>&1 < /dev/null &
  server_pid[provider]=$! server_port[provider]=$port
  at=http://$address:$port
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    ! ask -o /dev/null "$at/health" 2> /dev/null || return 0
    sleep 0.1
  done
  cat "$scratch/growth.log" >&2
  fail "growth: provider does not answer"
}
