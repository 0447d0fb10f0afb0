#!/bin/bash
# In the guest: several publishers on one machine, other places for everything, and what docs/install.md, https.md and
# troubleshoot.md say about systemd, word for word.
set -eEuo pipefail
trap 'echo "FAILED at line $LINENO: $BASH_COMMAND"; systemctl status --no-pager provider; journalctl -u provider -o cat -n 30 --no-pager' ERR
export DEBIAN_FRONTEND=noninteractive
artifacts=/var/lib/provider/artifacts
conf=/etc/provider/provider.conf
unit=/etc/systemd/system/provider.service.d/override.conf
mkdir -m 755 /srv/work
cd /srv/work

told() { printf '%s s: %s\n' "$SECONDS" "$1"; }
# As systemctl edit does.
edit() {
  mkdir -p "${unit%/*}"
  cat > $unit
  systemctl daemon-reload
}
served() {
  until curl -sf -m 10 -o kernel http://127.0.0.1:8080/kernel; do sleep 0.5; done
  cmp kernel "$1"
}
refuses() { if "$@" > refused 2>&1; then return 1; fi; }

dpkg -i /root/provider_*.deb > /dev/null
head -c 30k /dev/urandom > vmlinuz
head -c 30k /dev/urandom > other
told "installed"

# --- root publishes, then a timer of the service's user: refused with what to do, and when that is done it may
provider publish --kernel vmlinuz --version 1
as_timer() { systemd-run --quiet --wait --pipe -p "User=$1" -p "SupplementaryGroups=$2" -p WorkingDirectory=/srv/work "${@:3}"; }
refuses as_timer provider "" provider publish --kernel other --version 2
cat refused
grep -q 'belongs to root, and you may not write to it' refused
groupadd boot
eval "$(grep -o 'chgrp -R GROUP.*{} +' refused | sed "s,GROUP,boot,;s,DIR,$artifacts,g")"
as_timer provider boot provider publish --kernel other --version 2
served other
provider publish --kernel vmlinuz --version 3
as_timer provider boot provider rollback
served other
told "root first, then a timer with the user of the service"

# --- a timer of the service's user, then root
install -d -o provider -g provider /srv/theirs
as_timer provider "" provider publish --artifacts /srv/theirs --kernel vmlinuz --version 1
refuses provider publish --artifacts /srv/theirs --kernel other --version 2
cat refused
grep -q 'belongs to the user provider, and not to root' refused
grep -q 'sudo -u provider provider' refused
setpriv --reuid provider --regid provider --init-groups provider publish --artifacts /srv/theirs --kernel other --version 2
told "a timer first, then root"

# --- a group, docs/releases.md
useradd --system one
useradd --system two
install -d -m 2775 -g boot /srv/group
provider publish --artifacts /srv/group --kernel vmlinuz --version 1
as_timer one boot provider publish --artifacts /srv/group --kernel other --version 2
as_timer two boot provider publish --artifacts /srv/group --kernel vmlinuz --version 3 --keep 2
provider publish --artifacts /srv/group --kernel other --version 4 --keep 2
as_timer one boot provider rollback --artifacts /srv/group
test "$(stat -c %G "$(readlink -f /srv/group/stable/x86_64)")" = boot
told "a group publishes"

# --- artifacts on a disk that comes late, an access log in a file, a key that only root can read
mkdir /srv/boot
echo 'tmpfs /srv/boot tmpfs noauto 0 0' >> /etc/fstab
openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/CN=Boot authority' \
  -keyout authority.key -out authority.crt 2> /dev/null
openssl req -newkey rsa:3072 -nodes -subj '/CN=boot.example' \
  -addext 'subjectAltName=DNS:boot.example,IP:127.0.0.1' -keyout server.key -out server.csr 2> /dev/null
openssl x509 -req -in server.csr -copy_extensions copy -CA authority.crt -CAkey authority.key -days 365 -out server.crt 2> /dev/null
install -D -m 644 server.crt /etc/provider/tls/server.crt
install -D -m 600 server.key /etc/provider/tls/server.key
cp $conf plain.conf
cat >> $conf <<'CONF'
provider.endpoints.artifacts.directory = /srv/boot
provider.log.access.target = /var/log/provider/access.log
provider.http.tls {
  certificate = /etc/provider/tls/server.crt
  key = /run/credentials/provider.service/tls.key
}
CONF
edit <<'UNIT'
[Unit]
RequiresMountsFor=/srv/boot
[Service]
LogsDirectory=provider
LoadCredential=tls.key:/etc/provider/tls/server.key
UNIT
begun=$(date '+%F %T')
systemctl restart provider
mountpoint -q /srv/boot
provider publish --kernel vmlinuz --version 1
served vmlinuz
curl --fail -s --cacert authority.crt --resolve boot.example:8443:127.0.0.1 https://boot.example:8443/kernel | cmp - vmlinuz
openssl s_client -connect 127.0.0.1:8443 -CAfile authority.crt -verify_return_error -brief < /dev/null
if journalctl -u provider --since "$begun" -p warning -o cat --no-pager | grep 'private key'; then exit 1; fi
provider check
told "a late mount, a credential"

# --- a mount that does not come: the unit is not started
systemctl stop provider
umount /srv/boot
sed -i 's,^tmpfs /srv/boot.*,none /srv/boot nosuch noauto 0 0,' /etc/fstab
systemctl daemon-reload
refuses systemctl start provider
cat refused
grep -q 'dependency' refused
sed -i 's,^none /srv/boot.*,tmpfs /srv/boot tmpfs noauto 0 0,' /etc/fstab
systemctl daemon-reload
systemctl start provider
mountpoint -q /srv/boot
provider publish --kernel other --version 1
served other
told "a mount that does not come"

# --- the access log is opened again, and the certificate looked at
log=$(ls /var/log/provider/access.*.log)
mv "$log" rotated
systemctl reload provider
curl -sf -o /dev/null http://127.0.0.1:8080/kernel
until grep -q 'GET /kernel' "$log" 2> /dev/null; do sleep 0.2; done
systemctl is-active provider
told "reloaded"

# --- a key of the group of the service, renewed as the hook of certbot does
cp plain.conf $conf
cat >> $conf <<'CONF'
provider.http.tls {
  certificate = /etc/provider/tls/server.crt
  key = /etc/provider/tls/server.key
}
CONF
install -m 640 -g provider server.key /etc/provider/tls/server.key
edit < /dev/null
systemctl restart provider
serial() { openssl s_client -connect 127.0.0.1:8443 < /dev/null 2> /dev/null | openssl x509 -noout -serial; }
before=$(serial)
openssl x509 -req -in server.csr -copy_extensions copy -CA authority.crt -CAkey authority.key -days 365 -out next.crt 2> /dev/null
install -m 644 next.crt /etc/provider/tls/server.crt
install -m 640 -g provider server.key /etc/provider/tls/server.key
until [ "$(serial)" != "$before" ]; do sleep 0.5; done
told "renewed"

# --- artifacts below /home, data elsewhere
install -d /home/boot/stable/x86_64
cp vmlinuz /home/boot/stable/x86_64/
install -d -o provider -g provider /srv/provider-data
cp plain.conf $conf
printf 'provider.endpoints.artifacts.directory = /srv/elsewhere\nprovider.data = /srv/provider-data\n' >> $conf
edit <<'UNIT'
[Service]
BindReadOnlyPaths=/home/boot:/srv/elsewhere
ReadWritePaths=/srv/provider-data
UNIT
systemctl restart provider
served vmlinuz
test -d /srv/provider-data/state
cp plain.conf $conf
edit < /dev/null
systemctl restart provider
told "artifacts below /home, data elsewhere"

# --- what troubleshoot.md says: the server is run as root, or was once
systemctl stop provider
refuses provider serve
cat refused
grep -q "does not belong to the server's user" refused
chown -R root /var/lib/provider/data/state
refuses systemctl start provider
journalctl -u provider -e --no-pager -o cat -n 12 | tee said
grep -q "does not belong to the server's user" said
chown -R provider /var/lib/provider/data/state
systemctl start provider
told "run as root once"

# --- systemd listens
cp /usr/lib/systemd/system/provider.socket /etc/systemd/system/ 2> /dev/null || cp /lib/systemd/system/provider.socket /etc/systemd/system/
systemctl daemon-reload
systemctl stop provider && systemctl enable --now provider.socket
ss -ltnp 'sport = :8080' | tee listeners
grep -q systemd listeners
refuses provider serve --port 8080 --data /srv/work/data
cat refused
grep -q 'Address already in use' refused
systemctl start provider
served other
provider check
sed -i '1i provider.http.port = 8081' $conf
refuses systemctl restart provider
journalctl -u provider -e --no-pager -o cat -n 12 | tee said
grep -q 'the service manager (provider.socket) listens on port 8080, and the server does not' said
sed -i 1d $conf
systemctl restart provider
served other
systemctl disable --now provider.socket
told "the socket unit"
systemctl stop provider
told "places are done"
