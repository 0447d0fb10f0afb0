# shellcheck shell=bash
# Starting and stopping the servers. Each is in a session of its own (setsid), so that what it sends to its process
# group, as lighttpd does, stays there, and is stopped by its own process id.

declare -A server_pid server_port

provider_command() {
  command=("$install/bin/provider" serve --bind "$address" --port "$1" --artifacts "$root" --data "${data:-$scratch/data}"
    --channel stable --arch x86_64 "${settings[@]}")
}

# write_configuration NAME PORT TEMPLATE: the configuration of a peer.
write_configuration() {
  local sendfile=on body
  [ "$1" != nginx-copy ] || sendfile=off
  # As long as the answer of provider, which is asked first.
  body=$(printf '%*s' "${health_size:-107}" '' | tr ' ' x)
  sed -e "s|@NAME@|$1|g; s|@PORT@|$2|g; s|@ADDRESS@|$address|g; s|@ROOT@|$root|g; s|@SCRATCH@|$scratch|g" \
    -e "s|@SENDFILE@|$sendfile|g; s|@HEALTH@|$body|g; s|@PROCESSORS@|$(nproc)|g" \
    "$benchmarks/peers/$3.conf" > "$scratch/$1.conf"
  echo -n "$body" > "$root/health"
}

start_server() {
  local name=$1 port command
  port=$(free_port)
  case $name in
    provider) provider_command "$port" ;;
    nginx-*)
      write_configuration "$name" "$port" nginx
      command=(nginx -p "$scratch" -e stderr -c "$scratch/$name.conf")
      [ "$(id -u)" -ne 0 ] || command+=(-g "user root;")
      ;;
    lighttpd)
      write_configuration "$name" "$port" lighttpd
      command=(lighttpd -D -f "$scratch/lighttpd.conf")
      ;;
    caddy)
      write_configuration "$name" "$port" caddy
      command=(caddy run --config "$scratch/caddy.conf" --adapter caddyfile)
      ;;
  esac
  HOME=$scratch XDG_DATA_HOME=$scratch/xdg XDG_CONFIG_HOME=$scratch/xdg setsid "${server_side[@]}" "${command[@]}" \
    > "$scratch/$name.log" 2>&1 < /dev/null &
  server_pid[$name]=$!
  server_port[$name]=$port
  await_server "$name"
  # One that serves something else would be measured all the same.
  ask "$(url "$name" "$small")" | cmp - "$root$small" || fail "$name serves other bytes than $root$small"
}

ask() { "${client_side[@]}" curl -fsS -m 5 "$@"; }

await_server() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    if ask -o "$scratch/health" "$(url "$1" /health)" 2> "$scratch/curl.log"; then
      [ "$1" != provider ] || await_digests
      return
    fi
    kill -0 "${server_pid[$1]}" 2> /dev/null || break
    sleep 0.1
  done
  cat "$scratch/$1.log" "$scratch/curl.log" >&2
  fail "$1 does not answer"
}

# Digests are computed once, after the start: that is not what is measured.
await_digests() {
  health_size=$(stat -c %s "$scratch/health")
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    if ask -I "$(url provider "$large")" | grep -qi '^x-content-sha256:'; then
      return
    fi
    sleep 0.2
  done
  fail "provider has not computed the digest of $large within two minutes"
}

start_servers() {
  for name in "${servers[@]}"; do
    start_server "$name"
  done
}

stop_server() {
  local pid=${server_pid[$1]} tries
  unset "server_pid[$1]"
  kill -TERM "$pid" 2> /dev/null || true
  for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$pid" 2> /dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2> /dev/null; then
    # shellcheck disable=SC2046 # Several.
    kill -KILL "$pid" $(pgrep -P "$pid") 2> /dev/null || true
  fi
  wait "$pid" 2> /dev/null || true
}

stop_servers() {
  for name in "${!server_pid[@]}"; do
    stop_server "$name"
  done
}

url() { echo "http://$address:${server_port[$1]}$2"; }

large=/stable/x86_64/large.img small=/stable/x86_64/small.bin
