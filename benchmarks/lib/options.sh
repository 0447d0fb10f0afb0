# shellcheck shell=bash
# What to measure, and for how long.

all_parts=(size start growth memory bytes small crowd storm)
all_servers=(provider nginx-sendfile nginx-copy lighttpd caddy)

# pick NAMES ALL...: those of ALL that are in the list NAMES, in their own order; a name that is not known is an error.
pick() {
  local names=$1 name known
  shift
  for name in ${names//,/ }; do
    known=
    for each in "$@"; do [ "$each" = "$name" ] && known=yes; done
    [ -n "$known" ] || fail "there is no $name; there are: $*"
  done
  for name in "$@"; do
    case ,$names, in *,"$name",*) echo "$name" ;; esac
  done
}

choose_parts() {
  [ -z "$veth" ] || only=${only:-bytes}
  local picked
  picked=$(pick "${only:-$(IFS=, && echo "${all_parts[*]}")}" "${all_parts[@]}")
  mapfile -t parts <<< "$picked"
  if [ -n "$veth" ] && [ "${parts[*]}" != bytes ]; then
    fail "--veth measures bytes only, not ${parts[*]}: leave out --only"
  fi
  case $client in wrk | machines) ;; *) fail "--client is wrk or machines, not $client" ;; esac
}

choose_servers() {
  local picked
  picked=$(pick "${wanted:-$(IFS=, && echo "${all_servers[*]}")}" "${all_servers[@]}")
  mapfile -t servers <<< "$picked"
}

# Rounds, and seconds of one measurement.
choose_lengths() {
  bytes_rounds=5 bytes_seconds=5 small_rounds=5 small_seconds=5 warm_seconds=30 storm_rounds=3 memory_rounds=3
  memory_seconds=10 start_rounds=15 crowd_rounds=3 crowd_seconds=6 growth_rounds=5 growth_seconds=20
  if [ -n "$quick" ]; then
    bytes_rounds=1 bytes_seconds=2 small_rounds=2 small_seconds=2 warm_seconds=2 storm_rounds=1 memory_rounds=1
    memory_seconds=4 start_rounds=5 crowd_rounds=1 crowd_seconds=3 growth_rounds=3 growth_seconds=10
  fi
}
