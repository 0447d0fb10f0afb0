# In a network namespace: dnsmasq at one end of a cable, a client at the other, in a namespace of its own.
# network.sh DIRECTORY DNSMASQ CONFIGURATION CLIENT...
set -euo pipefail
directory=$1 dnsmasq=$2 configuration=$3
shift 3

ip link set lo up
ip link add v0 type veth peer name v1
mkfifo "$directory/ready"
unshare --net sh -c "echo > '$directory/ready'; exec sleep 100" &
client=$!
trap 'kill $client ${server:-}' EXIT
# Only then is the namespace there.
read -r _ < "$directory/ready"
ip link set v1 netns "$client"
ip address add 10.9.0.1/24 dev v0
ip link set v0 up
at_client=(nsenter --net --target "$client")
"${at_client[@]}" ip address add 10.9.0.9/24 dev v1
"${at_client[@]}" ip link set v1 up
"${at_client[@]}" ip route add 255.255.255.255 dev v1

"$dnsmasq" --no-daemon --user=root --pid-file --dhcp-leasefile="$directory/leases" --no-ping \
  --conf-file="$configuration" &
server=$!
"${at_client[@]}" "$@"
