# shellcheck shell=bash
# The size of the tarball.

measure_size() {
  [ -n "$tarball" ] || { say "there is no tarball beside $install" && return; }
  figure size provider bytes - 1 "$(stat -c %s "$tarball")"
}
