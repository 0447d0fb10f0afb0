#!/usr/bin/env bash
# uki.sh KERNEL INITRAMFS COMMAND_LINE OUT: makes a unified kernel image of systemd's stub, as
# https://uapi-group.org/specifications/specs/unified_kernel_image/ has it.
set -euo pipefail
kernel=$1 initramfs=$2 command_line=$3 out=$4
stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub
text=$(mktemp)
trap 'rm -f "$text"' EXIT
printf '%s' "$command_line" > "$text"
# Each behind the stub's last section, and the initramfs, which is what grows, behind all others.
objcopy \
  --add-section .cmdline="$text" --change-section-vma .cmdline=0x30000 \
  --add-section .linux="$kernel" --change-section-vma .linux=0x2000000 \
  --add-section .initrd="$initramfs" --change-section-vma .initrd=0x3000000 \
  "$stub" "$out"
