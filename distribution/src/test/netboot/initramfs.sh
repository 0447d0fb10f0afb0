#!/usr/bin/env bash
# initramfs.sh INSTALLER OUT: makes an initramfs of busybox and the network modules of Debian's installer, whose initramfs
# INSTALLER is. Booted, it says on the serial line with which command line, loads the root file system that this names
# (rootfs=URL), says its digest, tells the server that it is done (provider.done=URL), and switches the machine off.
set -euo pipefail
installer=$1 out=$2
busybox=$(command -v busybox)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir "$tree"/{bin,dev,modules,proc,sys}
cp "$busybox" "$tree/bin/busybox"
# Of one that is not static.
ldd "$busybox" 2> /dev/null | grep -o '/[^ ]*' | xargs -r cp --parents -Lt "$tree"
(cd "$tree/modules" && zcat "$installer" | cpio --quiet -idu --no-absolute-filenames '*/virtio.ko' '*/virtio_ring.ko' \
  '*/virtio_pci*.ko' '*/failover.ko' '*/net_failover.ko' '*/virtio_net.ko')
find "$tree/modules" -name '*.ko' -exec mv -t "$tree" {} +
rm -r "$tree/modules"
cat > "$tree/init" << 'INIT'
#!/bin/busybox sh
export PATH=/bin
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
exec < /dev/ttyS0 > /dev/ttyS0 2>&1
echo "booted: $(cat /proc/cmdline)"
for argument in $(cat /proc/cmdline); do
  case $argument in
    rootfs=*) rootfs=${argument#rootfs=} ;;
    provider.done=*) done=${argument#provider.done=} ;;
  esac
done
if [ -n "$rootfs$done" ]; then
  for module in virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci failover net_failover virtio_net; do
    insmod "/$module.ko"
  done
  until [ -e /sys/class/net/eth0 ]; do sleep 0.1; done
  ip link set eth0 up
  ip address add 10.0.2.15/24 dev eth0
fi
if [ -n "$rootfs" ]; then
  wget -q -O /rootfs "$rootfs" && echo "rootfs: $(sha256sum < /rootfs)"
fi
if [ -n "$done" ]; then
  echo "told: $(wget -q -O - "$done")"
fi
poweroff -f
INIT
chmod 755 "$tree/init"
(cd "$tree" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0 | gzip -1) > "$out"
