#!/bin/bash
# Runs a script in a Debian with systemd of its own, emulated by QEMU: without KVM, a network, or anything of the machine.
# Usage: boot.sh PACKAGE SCRIPT BASE, as root. BASE is a directory with the system, which is made where it is missing. In the
# guest the package lies in /root, and next.deb, which is the same as its next version. Prints what the script printed; ends with its status.
set -euo pipefail
package=$1 script=$2 base=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! [ -d "$base" ]; then
  mmdebstrap --quiet --variant=minbase \
    --include=systemd,systemd-sysv,dbus,udev,curl,iproute2,openssl,procps,kmod,nfs-kernel-server,nfs-common,linux-image-cloud-amd64,initramfs-tools \
    bookworm "$base.making"
  mv "$base.making" "$base"
fi
cp -a "$base" "$work/root"
cp "$package" "$work/root/root/"
dpkg-deb -R "$package" "$work/next"
sed -i 's/^Version: .*/&+next/' "$work/next/DEBIAN/control"
dpkg-deb -Znone --root-owner-group -b "$work/next" "$work/root/root/next.deb" > "$work/building"
rm -r "$work/next"
install -m 755 "$script" "$work/root/root/script.sh"
printf '/dev/vda / ext4 defaults 0 1\n' > "$work/root/etc/fstab"
# Started last, and it ends the guest; what it prints comes out of the second serial line.
cat > "$work/root/etc/systemd/system/script.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'bash /root/script.sh > /dev/ttyS1 2>&1; echo "exit status $$?" > /dev/ttyS1'
ExecStopPost=/bin/systemctl poweroff --no-block
TimeoutStartSec=infinity
UNIT
mkdir -p "$work/root/etc/systemd/system/multi-user.target.wants"
ln -s ../script.service "$work/root/etc/systemd/system/multi-user.target.wants/"
mke2fs -q -t ext4 -d "$work/root" "$work/image" 3G
# One thread for both processors: with several, QEMU 7.2 now and then breaks the compiled code of the JVM.
timeout "${GUEST_SECONDS:-570}" qemu-system-x86_64 -accel tcg,thread=single -smp 2 -m 1024 -cpu max -nodefaults -display none \
  -kernel "$work"/root/boot/vmlinuz-* -initrd "$work"/root/boot/initrd.img-* \
  -append 'root=/dev/vda rw console=ttyS0 quiet' \
  -drive file="$work/image",if=virtio,format=raw \
  -serial file:"$work/console" -serial file:"$work/out" -device virtio-rng-pci || true
cat "$work/out"
if ! grep -q '^exit status' "$work/out"; then
  tail -n 40 "$work/console"
fi
grep -q '^exit status 0' "$work/out"
