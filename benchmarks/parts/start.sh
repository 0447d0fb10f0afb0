# shellcheck shell=bash
# From exec to the first 200 of /health, beside a program that only says hello, in turn.

measure_start() {
  compile_hello
  local round port name
  # The digests of 1.1 GiB are computed after the first start only, and would take a processor from the others.
  start_server provider
  stop_server provider
  for ((round = 1; round <= start_rounds; round++)); do
    look_at_load
    port=$(free_port)
    provider_command "$port"
    timeout 60 python3 "$benchmarks/clients/start.py" "$address" "$port" "${command[@]}" > "$scratch/start.tsv"
    while read -r name value; do
      figure start provider "$name" - "$round" "$value"
    done < "$scratch/start.tsv"
    for name in cached uncached; do
      bare_command "$name"
      figure start "bare-$name" exec_to_exit_ms - "$round" \
        "$(timeout 60 python3 "$benchmarks/clients/start.py" - - "${bare[@]}")"
    done
  done
}
