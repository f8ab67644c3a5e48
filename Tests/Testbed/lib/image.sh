# shellcheck shell=bash disable=SC2154 # $state and the names of the other files are set by testbed
# The image of the test containers: a static busybox and nothing else, so that no registry is needed.

readonly image=lslog-testbed:busybox

# ensure_image HOST: imports the image unless that Docker has it.
ensure_image() {
  docker --host "$1" image inspect "$image" >/dev/null 2>&1 && return
  local rootfs
  rootfs=$(mktemp -d "$state/rootfs.XXXXXX")
  write_rootfs "$rootfs"
  tar --create --directory "$rootfs" --owner 0 --group 0 --numeric-owner . |
    docker --host "$1" import --change 'ENV PATH=/bin' --change 'CMD ["sh"]' - "$image" >/dev/null
  rm -rf "$rootfs"
  printf '%s\n' "$1" >"$state/image-imported"
}

# Takes the image away again from a Docker that is not ours. (The private one is removed as a whole.)
remove_image() {
  [[ -e $state/image-imported ]] || return 0
  local host
  host=$(<"$state/image-imported")
  if [[ $host != "unix://$docker_socket" ]] && docker_answers "$host"; then
    docker --host "$host" image rm "$image" >/dev/null || say "the image $image is in use and stays"
  fi
  rm -f "$state/image-imported"
}

write_rootfs() {
  mkdir -p "$1/bin" "$1/etc" "$1/root" "$1/tmp" "$1/var"
  chmod 1777 "$1/tmp"
  install -m 0755 "$(static_busybox)" "$1/bin/busybox"
  local applet
  while read -r applet; do
    [[ $applet == busybox ]] || ln -s busybox "$1/bin/$applet"
  done < <("$1/bin/busybox" --list)
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$1/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$1/etc/group"
}

# The path of a static busybox. Debian's packages busybox and busybox-static exclude each other; where the first is
# installed it stays, and the file is taken out of the other package.
static_busybox() {
  if package_is_installed busybox-static; then
    printf '/bin/busybox\n'
  else
    program_of_package busybox-static busybox
  fi
}
