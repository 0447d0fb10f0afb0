#!/bin/bash
# In the guest: the package from its installation to its purge, the service, and restarts under load.
set -eEuo pipefail
trap 'echo "FAILED at line $LINENO: $BASH_COMMAND"; systemctl status --no-pager provider; journalctl -u provider -o cat -n 30 --no-pager' ERR
export DEBIAN_FRONTEND=noninteractive
artifacts=/var/lib/provider/artifacts
cd /root

told() { printf '%s s: %s\n' "$SECONDS" "$1"; }

# --- installed, it is started, as systemctl start does: when that has ended, requests are answered
dpkg -i provider_*.deb
systemctl is-active provider
curl -sf -o /dev/null http://127.0.0.1:8080/health/live
systemctl show -p StatusText --value provider | grep -q '^serves http'
test "$(systemctl show -p Type --value provider)" = notify
PROVIDER_JAVA_OPTS=-XX:AOTMode=on provider --version
told "installed and started"

# --- root publishes, and what is published stays root's
head -c 300k /dev/urandom > vmlinuz
provider publish --kernel vmlinuz
curl -sf http://127.0.0.1:8080/kernel | cmp - vmlinuz
test "$(stat -c %U $artifacts)" = root
test "$(find $artifacts ! -user root | wc -l)" = 0
test "$(stat -c %U /var/lib/provider/data)" = provider
test -d /var/lib/provider/data/state
told "published"

# --- nobody else publishes there by accident, and is told how to
setpriv --reuid provider --regid provider --clear-groups provider publish --kernel vmlinuz --version 2 2> refused && exit 1
grep -q 'belongs to root, and you may not write to it. .*chgrp -R GROUP' refused
cp -a $artifacts shared
groupadd boot
chgrp -R boot shared && chmod -R g+w shared && find shared -type d -exec chmod g+s {} +
mv shared /srv/shared
setpriv --reuid provider --regid provider --groups boot "$(command -v provider)" publish --artifacts /srv/shared --kernel vmlinuz --version 2
provider publish --artifacts /srv/shared --kernel vmlinuz --version 3
told "several publishers"

# --- a wrong configuration is an error of systemctl
sed -i '1i provider.http.threads = many' /etc/provider/provider.conf
systemctl restart provider && exit 1
test "$(systemctl show -p ExecMainStatus --value provider)" = 2
journalctl -u provider -p err -o cat --no-pager | grep -q 'provider.http.threads'
sed -i 1d /etc/provider/provider.conf
systemctl start provider
journalctl -u provider -o cat --no-pager | grep -q '^20[0-9][0-9]-' && exit 1
systemctl reload provider
systemctl is-active provider
told "wrong configuration"

# --- systemd listens, HTTP and HTTPS
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
  -addext subjectAltName=IP:127.0.0.1 -keyout tls.key -out tls.crt 2> /dev/null
install -m 644 tls.crt /etc/provider/tls.crt
install -m 640 -g provider tls.key /etc/provider/tls.key
cat >> /etc/provider/provider.conf <<'CONF'
provider.http.tls { certificate = /etc/provider/tls.crt, key = /etc/provider/tls.key }
CONF
mkdir -p /etc/systemd/system/provider.socket.d
printf '[Socket]\nListenStream=\nListenStream=8080\nListenStream=8443\n' > /etc/systemd/system/provider.socket.d/ports.conf
systemctl daemon-reload
systemctl stop provider
systemctl enable --now provider.socket
systemctl start provider
curl -sf --cacert tls.crt https://127.0.0.1:8443/kernel | cmp - vmlinuz
journalctl -u provider -p warning -o cat --no-pager | grep -q 'others can read the private key' && exit 1
told "socket"

# Asks again and again, each time on a connection of its own, until the file "stop" is there; any failure counts.
storm() {
  while ! [ -e stop ]; do
    curl -s --no-progress-meter --cacert tls.crt -Z --parallel-max 10 -H 'Connection: close' -o /dev/null -w '%{http_code} %{exitcode}\n' \
      "$1/kernel?[1-20]" >> "$2" || true
  done
}
restarted() {
  rm -f stop plain secure
  storm http://127.0.0.1:8080 plain & one=$!
  storm https://127.0.0.1:8443 secure & other=$!
  curl -s --limit-rate 60k -o slow http://127.0.0.1:8080/kernel & slow=$!
  sleep 2
  "$@"
  # Some after it as well.
  sleep 5
  touch stop
  wait $one $other
  wait $slow
  cmp slow vmlinuz
  echo "answers: $(sort plain secure | uniq -c | tr '\n' ';')"
  grep -v '^200 0$' plain secure && exit 1
  test "$(wc -l < plain)" -ge 40
  test "$(wc -l < secure)" -ge 20
}
restarted systemctl restart provider
told "restarted under load"
restarted dpkg -i provider_*.deb
grep -q tls.crt /etc/provider/provider.conf
systemctl is-active provider provider.socket
told "upgraded under load"

systemd-analyze security provider | tail -n 1
# --- removed and purged
dpkg -r provider
systemctl is-active provider provider.socket && exit 1
test -e $artifacts/stable && test -d /var/lib/provider/data/state && test -e /etc/provider/provider.conf
dpkg -P provider
test -e $artifacts/stable
test ! -e /var/lib/provider/data
told "removed and purged"
