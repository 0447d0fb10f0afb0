#!/bin/bash
# In the guest: the package from its installation to its purge, and the service.
set -eEuo pipefail
trap 'echo "FAILED at line $LINENO: $BASH_COMMAND"; systemctl status --no-pager provider; journalctl -u provider -o cat -n 30 --no-pager' ERR
export DEBIAN_FRONTEND=noninteractive
artifacts=/var/lib/provider/artifacts
# Where other users may read what they publish.
mkdir -m 755 /srv/work
cd /srv/work

told() { printf '%s s: %s\n' "$SECONDS" "$1"; }

# --- installed, it is started, as systemctl start does: when that has ended, requests are answered
dpkg -i /root/provider_*.deb
version=$(dpkg-query -W -f '${Version}' provider)
systemctl is-active provider
curl -sf -o /dev/null http://127.0.0.1:8080/health/live
systemctl show -p StatusText --value provider | grep -q '^serves http'
test "$(systemctl show -p Type --value provider)" = notify
PROVIDER_JAVA_OPTS=-XX:AOTMode=on provider --version
test -f /usr/share/man/man1/provider-publish.1.gz
test -f /usr/share/bash-completion/completions/provider
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
# What it says is enough, though root has published there first.
groupadd boot
eval "$(grep -o 'chgrp -R GROUP.*{} +' refused | sed "s,GROUP,boot,;s,DIR,$artifacts,g")"
setpriv --reuid provider --regid provider --groups boot provider publish --kernel vmlinuz --version 2
told "a second publisher is refused, and told what to do"

# --- a wrong configuration is an error of systemctl
sed -i '1i provider.http.threads = many' /etc/provider/provider.conf
systemctl restart provider && exit 1
test "$(systemctl show -p ExecMainStatus --value provider)" = 2
journalctl -u provider -p err -o cat --no-pager | grep -q 'provider.http.threads'
sed -i 1d /etc/provider/provider.conf
systemctl start provider
journalctl -u provider -o cat --no-pager | grep -q '^20[0-9][0-9]-' && exit 1
told "wrong configuration"

# --- the next version: what was changed stays
echo 'provider.name = changed' >> /etc/provider/provider.conf
pid=$(systemctl show -p MainPID --value provider)
dpkg -i /root/next.deb
test "$(systemctl show -p MainPID --value provider)" != "$pid"
test "$(dpkg-query -W -f '${Version}' provider)" != "$version"
grep -q 'provider.name = changed' /etc/provider/provider.conf
test ! -e /etc/provider/provider.conf.dpkg-new
curl -sf http://127.0.0.1:8080/kernel | cmp - vmlinuz
told "upgraded"

systemd-analyze security provider | tail -n 1
# --- removed and purged
dpkg -r provider
systemctl is-active provider && exit 1
test -e $artifacts/stable && test -d /var/lib/provider/data/state && test -e /etc/provider/provider.conf
dpkg -P provider
test -e $artifacts/stable
test ! -e /var/lib/provider/data
told "removed and purged"
