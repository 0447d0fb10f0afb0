# shellcheck shell=bash
# The directory that everything happens in, the files that are served, and the end of it all.

say() { echo "$(date -u +%T) $*" >&2; }

fail() {
  echo "benchmarks/run: $*" >&2
  exit 2
}

require() {
  command -v "$1" > /dev/null || fail "there is no $1: apt-get install $2"
}

require_programs() {
  require wrk wrk
  require gcc gcc
  require python3 python3
  require curl curl
  require pgrep procps
  PATH=$PATH:/usr/sbin:/sbin
  for name in "${servers[@]}"; do
    case $name in
      nginx-*) require nginx nginx ;;
      lighttpd | caddy) require "$name" "$name" ;;
    esac
  done
  [ -z "$veth" ] || require ip iproute2
}

make_scratch() {
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/provider-benchmark.XXXXXX")
  # The workers of some servers run as another user.
  chmod 755 "$scratch"
  # 400 connections, and as many open files.
  ulimit -S -n "$(ulimit -H -n)"
}

make_files() {
  root=$scratch/artifacts
  local directory=$root/stable/x86_64
  mkdir -p "$directory" "$scratch/data"
  say "making files of 1.1 GiB in $scratch"
  head -c 1G /dev/urandom > "$directory/large.img"
  head -c 8M /dev/urandom > "$directory/vmlinuz"
  head -c 4M /dev/urandom > "$directory/initramfs.img"
  head -c 64M /dev/urandom > "$directory/rootfs.sqfs"
  head -c 1K /dev/urandom > "$directory/small.bin"
  # From here on they are in the page cache.
  cat "$directory"/* > /dev/null
}

compile_clients() {
  gcc -O2 -o "$scratch/machines" "$benchmarks/clients/machines.c"
}

clean_up() {
  set +e
  stop_servers
  leave_networks
  rm -rf "$scratch"
}
