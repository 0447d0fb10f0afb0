#!/bin/bash
# In the guest: restarts and upgrades that nobody notices, while hundreds ask, over HTTP and HTTPS.
set -eEuo pipefail
trap 'echo "FAILED at line $LINENO: $BASH_COMMAND"; systemctl status --no-pager provider; journalctl -u provider -o cat -n 30 --no-pager' ERR
export DEBIAN_FRONTEND=noninteractive
mkdir -m 755 /srv/work
cd /srv/work

told() { printf '%s s: %s\n' "$SECONDS" "$1"; }

dpkg -i /root/provider_*.deb
version=$(dpkg-query -W -f '${Version}' provider)
head -c 300k /dev/urandom > vmlinuz
provider publish --kernel vmlinuz

# --- systemd listens, for HTTP and HTTPS: docs/install.md
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
  -addext subjectAltName=IP:127.0.0.1 -keyout tls.key -out tls.crt 2> /dev/null
install -D -m 644 tls.crt /etc/provider/tls/server.crt
install -D -m 640 -g provider tls.key /etc/provider/tls/server.key
cat >> /etc/provider/provider.conf <<'CONF'
# All clients have one address here, and many that have gone are still counted on a busy machine.
provider.limits.connections-per-address = 8000
provider.http.tls {
  certificate = /etc/provider/tls/server.crt
  key = /etc/provider/tls/server.key
}
CONF
mkdir -p /etc/systemd/system/provider.socket.d
printf '[Socket]\nListenStream=\nListenStream=8080\nListenStream=8443\n' > /etc/systemd/system/provider.socket.d/override.conf
systemctl daemon-reload
systemctl stop provider && systemctl enable --now provider.socket && systemctl start provider
curl -sf --cacert tls.crt https://127.0.0.1:8443/kernel | cmp - vmlinuz
told "the socket unit"

# So many ask at once, each again and again on a connection of its own, until there is a file "stop".
cat > storm.pl <<'PERL'
use strict; use warnings; use IO::Socket::INET; use IO::Select;
my ($port, $clients, $file) = @ARGV;
open(my $in, '<:raw', $file) or die; local $/; my $want = <$in>;
my (%got, %told); my $all = IO::Select->new;
sub begin {
  my $one = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) or do { $told{"connect: $!"}++; return };
  $one->autoflush(1); print $one "GET /stable/x86_64/small HTTP/1.0\r\n\r\n"; $got{$one} = ''; $all->add($one);
}
begin() for 1 .. $clients;
while ($all->count) {
  for my $one ($all->can_read(5)) {
    my $read = sysread($one, $got{$one}, 1 << 16, length $got{$one});
    next if $read;
    my $right = $got{$one} =~ m{^HTTP/1.1 200 .*?\r\n\r\n(.*)$}s && $1 eq $want;
    $told{!defined $read ? "read: $!" : $right ? 'right' : 'wrong: ' . substr($got{$one}, 0, 40)}++;
    $all->remove($one); close $one; begin() unless -e 'stop';
  }
}
print join(', ', map { "$told{$_} $_" } sort keys %told), "\n";
exit(join(',', keys %told) eq 'right' ? 0 : 1);
PERL
# The same over TLS. Few, since a handshake takes most of a second here.
secure() {
  while ! [ -e stop ]; do
    curl -s --cacert tls.crt -Z --parallel-immediate --parallel-max 6 -H 'Connection: close' -o /dev/null \
      -w '%{http_code} %{exitcode} %{errormsg}\n' 'https://127.0.0.1:8443/stable/x86_64/small?[1-12]' 2> /dev/null >> secure || true
  done
}
# A command, while they ask, and while there are downloads that take longer than it should.
in_a_storm() {
  local clients=$1 plain secure slow slower begun=$SECONDS
  shift
  rm -f stop secure slow slower
  perl storm.pl 8080 "$clients" small > plain & plain=$!
  secure & secure=$!
  curl -s --limit-rate 40k -o slow http://127.0.0.1:8080/stable/x86_64/large & slow=$!
  curl -s --limit-rate 40k --cacert tls.crt -o slower https://127.0.0.1:8443/stable/x86_64/large & slower=$!
  until [ -s slower ] && [ -s slow ] && [ -s secure ]; do sleep 0.2; done
  "$@"
  sleep 2
  touch stop
  wait $plain || { cat plain; return 1; }
  wait $secure
  echo "$clients clients, $((SECONDS - begun)) s: $(cat plain) HTTPS: $(sort secure | uniq -c | tr '\n' ';')"
  wait $slow
  wait $slower
  cmp slow large
  cmp slower large
  if grep -v '^200 0 *$' secure; then return 1; fi
}
head -c 20k /dev/urandom > small
head -c 400k /dev/urandom > large
provider publish --version 3 --kernel vmlinuz small large
pid=$(systemctl show -p MainPID --value provider)
in_a_storm 400 systemctl restart provider
test "$(systemctl show -p MainPID --value provider)" != "$pid"
told "restarted in a storm"

# --- the next version, in the same storm: what was changed stays
pid=$(systemctl show -p MainPID --value provider)
upgrade() { dpkg -i /root/next.deb > /dev/null; }
in_a_storm 100 upgrade
test "$(systemctl show -p MainPID --value provider)" != "$pid"
test "$(dpkg-query -W -f '${Version}' provider)" != "$version"
grep -q tls/server.crt /etc/provider/provider.conf
test ! -e /etc/provider/provider.conf.dpkg-new
systemctl is-active provider provider.socket
told "upgraded in a storm"
echo "storms are done"
