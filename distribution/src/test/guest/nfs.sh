#!/bin/bash
# In the guest: artifacts on NFS, mounted soft and hard, from a file server of its own, which goes away and comes back.
set -eEuo pipefail
trap 'echo "FAILED at line $LINENO: $BASH_COMMAND"; journalctl -u provider -o short-monotonic -n 60 --no-pager' ERR
export DEBIAN_FRONTEND=noninteractive
mkdir -m 755 /srv/work
cd /srv/work
artifacts=/var/lib/provider/artifacts
conf=/etc/provider/provider.conf

told() { printf '%s s: %s\n' "$SECONDS" "$1"; }

dpkg -i /root/provider_*.deb > /dev/null
mkdir -p /srv/export/{soft,hard,channel}/ /mnt/soft /mnt/hard $artifacts/soft $artifacts/hard /etc/nfs.conf.d
printf '[nfsd]\ngrace-time=10\nlease-time=10\n' > /etc/nfs.conf.d/short.conf
echo '/srv/export 127.0.0.1(rw,no_root_squash,sync,no_subtree_check,insecure,fsid=0)' > /etc/exports
systemctl restart nfs-server
tc qdisc add dev lo clsact
away() { tc filter add dev lo egress protocol ip flower ip_proto tcp dst_port 2049 action drop; }
back() { tc filter del dev lo egress; }
for kind in soft hard; do
  mount -t nfs4 -o $kind,timeo=20,retrans=1 127.0.0.1:/$kind /mnt/$kind
  mount -t nfs4 -o $kind,timeo=20,retrans=1,ro 127.0.0.1:/channel $artifacts/$kind
done
told "mounted"

# What NFS makes of a file that is deleted while it is open, and what a directory cannot be removed for.
clean() {
  if find "$1" -name '.nfs*' | grep .; then return 1; fi
}
# The status that is expected, within so many seconds.
expect() {
  local answer
  answer=$(curl -s -m 60 -D head -o answer -w '%{http_code} %{time_total}' "http://127.0.0.1:8080$1" || true)
  echo "  $1: $answer s"
  test "${answer% *}" = "$2"
  test "$2" != 503 || grep -qi '^retry-after: [0-9]' head
  awk -v took="${answer#* }" -v most="$3" 'BEGIN { exit !(took <= most) }'
}
# A command of systemctl, within so many seconds.
within() {
  local begun=$SECONDS
  systemctl "$2" provider
  echo "  systemctl $2: $((SECONDS - begun)) s"
  test $((SECONDS - begun)) -le "$1"
}
served() {
  until curl -sf -m 10 -o kernel "http://127.0.0.1:8080$1"; do sleep 1; done
  cmp kernel "$2"
}

# --- every command that writes, with status 0 and nothing left behind
head -c 20k /dev/urandom > one
head -c 20k /dev/urandom > two
head -c 3M /dev/urandom > rootfs.img
for kind in soft hard; do
  at=/mnt/$kind/artifacts
  provider publish --artifacts $at --kernel one --version 1
  provider publish --artifacts $at --kernel two rootfs.img --version 2
  clean $at
  provider rollback --artifacts $at
  clean $at
  provider publish --artifacts $at --kernel two rootfs.img --version 3 --keep 2
  clean $at
  provider publish --artifacts $at --kernel one rootfs.img --version 4 --keep 2
  clean $at
  test "$(provider versions --artifacts $at 2> /dev/null | grep -c '^[* ]*[0-9]')" -ge 2
  test "$(find $at/.releases/stable/x86_64 -mindepth 1 -maxdepth 1 | wc -l)" = 2
  told "$kind: published, gone back, tidied up"
done
provider publish --kernel one rootfs.img --version 1
cp two /srv/export/channel/vmlinuz.new
mkdir -p /srv/export/channel/x86_64
mv /srv/export/channel/vmlinuz.new /srv/export/channel/x86_64/vmlinuz
cp rootfs.img /srv/export/channel/x86_64/rootfs.img
served /kernel one
served /soft/x86_64/kernel two
served /hard/x86_64/kernel two
for kind in soft hard; do
  for _ in first second; do
    provider fetch http://127.0.0.1:8080 --allow-unsigned --artifacts /mnt/$kind/mirror
    clean /mnt/$kind/mirror
  done
  cmp /mnt/$kind/mirror/stable/x86_64/vmlinuz one
  told "$kind: fetched"
done

# --- two channels of three are away: the packets are lost
downloads() {
  : > ends
  for path in "$@"; do
    for client in 1 2 3; do
      (
        status=0
        curl -s -m 120 --limit-rate 100k -o "slow${path//\//-}$client" "http://127.0.0.1:8080$path" || status=$?
        echo "$path $status" >> ends
      ) &
    done
  done
  sleep 3
}
sed -i '1i provider.limits.stall-timeout = 20s' $conf
systemctl restart provider
served /soft/x86_64/rootfs.img rootfs.img
served /hard/x86_64/rootfs.img rootfs.img
downloads /soft/x86_64/rootfs.img /hard/x86_64/rootfs.img /stable/x86_64/rootfs.img
away
echo 3 > /proc/sys/vm/drop_caches
told "the file server is away"
for _ in 1 2 3; do
  for kind in soft hard; do
    expect /$kind/x86_64/vmlinuz 503 4.5
    expect /$kind/x86_64/rootfs.img 503 4.5
    expect /$kind/x86_64/SHA256SUMS 503 4.5
  done
  expect /health/live 200 2
  expect /kernel 200 2
  expect /manifest.json 200 2
  expect /stable/x86_64/SHA256SUMS 200 2
done
expect /status 200 5
told "clients are told so in time"
wait
sort ends | uniq -c
test "$(grep -c '^/stable.* 0$' ends)" = 3
within 20 restart
expect /kernel 200 2
expect /hard/x86_64/vmlinuz 503 4.5
told "restarted meanwhile"
back
served /soft/x86_64/kernel two
served /hard/x86_64/kernel two
served /hard/x86_64/rootfs.img rootfs.img
until curl -sf -m 10 -o /dev/null http://127.0.0.1:8080/health; do sleep 1; done
told "it is back"

# --- the whole of the artifacts directory is away: its server was stopped
for kind in soft hard; do
  sed -i '/artifacts.directory/d' $conf
  echo "provider.endpoints.artifacts.directory = /mnt/$kind/artifacts" >> $conf
  systemctl restart provider
  served /kernel one
  served /rootfs rootfs.img
  downloads /rootfs
  rpc.nfsd 0
  echo 3 > /proc/sys/vm/drop_caches
  told "$kind: the file server was stopped"
  for _ in 1 2; do
    expect /kernel 503 4.5
    expect /rootfs 503 4.5
    expect /manifest.json 503 4.5
    expect /health/live 200 2
    expect /status 200 5
  done
  wait
  sort ends | uniq -c
  within 20 stop
  test "$(systemctl show -p Result --value provider)" = success
  within 30 start
  expect /health/live 200 2
  expect /kernel 503 4.5
  within 20 restart
  told "$kind: stopped and started meanwhile"
  rpc.nfsd 8
  served /kernel one
  served /rootfs rootfs.img
  until curl -sf -m 10 -o /dev/null http://127.0.0.1:8080/health; do sleep 1; done
  journalctl -u provider -o cat --no-pager | grep -F 'file system at' | tail -n 6
  told "$kind: it is back"
done
systemctl stop provider
told "NFS is done"
