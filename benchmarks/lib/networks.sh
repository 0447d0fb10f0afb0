# shellcheck shell=bash
# Where server and client are: on the loopback interface, or in a network namespace each, with a cable in between.

address=127.0.0.1 server_side=() client_side=() namespaces=()

enter_networks() {
  [ -n "$veth" ] || return 0
  [ "$(id -u)" -eq 0 ] || fail "--veth makes network namespaces: run it as root"
  local server=benchmark-server-$$ client=benchmark-client-$$
  for name in "$server" "$client"; do
    ip netns add "$name"
    namespaces+=("$name")
    ip -n "$name" link set lo up
  done
  ip -n "$server" link add eth0 type veth peer name eth0 netns "$client"
  ip -n "$server" address add 10.77.0.1/24 dev eth0
  ip -n "$client" address add 10.77.0.2/24 dev eth0
  ip -n "$server" link set eth0 up
  ip -n "$client" link set eth0 up
  address=10.77.0.1 server_side=(ip netns exec "$server") client_side=(ip netns exec "$client")
}

leave_networks() {
  for name in "${namespaces[@]}"; do
    ip netns delete "$name"
  done
  namespaces=()
}

free_port() {
  "${server_side[@]}" python3 -c '
import socket, sys
s = socket.socket()
s.bind((sys.argv[1], 0))
print(s.getsockname()[1])' "$address"
}
