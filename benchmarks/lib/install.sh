# shellcheck shell=bash
# The install that is measured.

find_install() {
  tarball='' built=''
  if [ -n "$install" ]; then
    [ -x "$install/bin/provider" ] || fail "--install $install is no install: there is no bin/provider in it"
    tarball=$(find "$install/.." -maxdepth 1 -name 'provider-*.tar.gz' | head -n 1)
    return
  fi
  say "building the tarball"
  (cd "$benchmarks/.." && timeout 1200 mvn -q -B -ntp -DskipTests package) >&2
  tarball=$(find "$benchmarks/../distribution/target" -maxdepth 1 -name 'provider-*.tar.gz' | head -n 1)
  tar -xzf "$tarball" -C "$scratch"
  install=$scratch/provider built=yes
}

# compile_hello: the bare program, as a jar beside a copy of the server's. The runtime uses the start-up cache only where
# the class path begins as that of the server does, and all of it is in one directory.
compile_hello() {
  cp -a "$install/lib" "$scratch/lib"
  local javac=javac jdk
  for jdk in /usr/lib/jvm/*; do
    [ -x "$jdk/bin/javac" ] && javac=$jdk/bin/javac
  done
  "$javac" --release 17 -d "$scratch/hello" "$benchmarks/clients/Hello.java"
  python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[2], "w").write(sys.argv[1], "Hello.class")' \
    "$scratch/hello/Hello.class" "$scratch/lib/hello.jar"
}

# bare_command cached|uncached: the command of the bare program, into the array bare. It has the runtime of the install
# and the options of its launcher.
bare_command() {
  bare=("$install/runtime/bin/java" "@$install/conf/jvm.options")
  if [ "$1" = cached ]; then
    bare+=("-XX:AOTCache=$install/runtime/provider.aot" "-Dprovider.home=$install"
      -cp "$scratch/lib/provider.jar:$scratch/lib/hello.jar" Hello)
  else
    bare+=("-Dprovider.home=$install" -cp "$scratch/lib/hello.jar" Hello)
  fi
}
