# shellcheck shell=bash
# The machine and the versions, as lines of a name, a tab and a value.

describe() { printf '%s\t%s\n' "$1" "$2"; }

describe_machine() {
  describe date "$(date -u +'%Y-%m-%d %H:%M UTC')"
  describe processors "$(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
  describe memory "$(awk '$1 == "MemTotal:" { printf "%.1f GiB", $2 / 2 ^ 20 }' /proc/meminfo)"
  describe kernel "$(uname -r), $(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)"
  describe network "$([ -n "$veth" ] && echo "two network namespaces, veth" || echo loopback)"
  describe run "$([ -n "$quick" ] && echo quick || echo full), client for bytes: $client"
  describe "load before" "$(cut -d ' ' -f 1-3 /proc/loadavg) (1, 5, 15 minutes)"
  describe provider "$("$install/bin/provider" --version 2>&1 | head -n 1)$(describe_commit)"
  describe "provider's settings" "defaults${settings[*]:+, ${settings[*]}}"
  for name in "${servers[@]}"; do
    case $name in
      nginx-sendfile) describe nginx "$(nginx -v 2>&1 | sed 's|.*/||')" ;;
      lighttpd) describe lighttpd "$(lighttpd -v | sed -n '1s|lighttpd/\([^ ]*\).*|\1|p')" ;;
      caddy) describe caddy "$(caddy version)" ;;
    esac
  done
  describe wrk "$(wrk -v 2>&1 | sed -n '1s/^wrk \([^ ]*\).*/\1/p')"
}

# Of an install that was given, nobody knows it.
describe_commit() {
  local commit
  [ -n "$built" ] || return 0
  commit=$(git -C "$benchmarks" log -1 --format=%h 2> /dev/null) && echo " (commit $commit)"
}

describe_end() {
  describe "load after" "$(cut -d ' ' -f 1-3 /proc/loadavg)"
  describe took "$((SECONDS / 60)) min $((SECONDS % 60)) s"
}
