# shellcheck shell=bash disable=SC2154 # $state and the names of the other files are set by testbed
# Debian packages: what is missing is installed; what is there is neither upgraded nor removed.

package_is_installed() { [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# install_packages NAME...: installs those that are missing. The package lists are only renewed if that fails.
install_packages() {
  local missing=() package
  for package in "$@"; do
    package_is_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]} > 0)) || return 0
  say "installing ${missing[*]}"
  with_package_lists apt_get_install "${missing[@]}" || die "apt-get can't install ${missing[*]}"
}

# with_package_lists COMMAND...: again with new package lists if it fails with the old ones, or with none.
with_package_lists() { "$@" || { as_root apt-get -qq update && "$@"; }; }

apt_get_install() {
  as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install \
    --no-install-recommends --no-upgrade --no-remove "$@" </dev/null >&2
}

# Downloads a package into the current folder.
apt_get_download() { apt-get -qq -o APT::Sandbox::User=root download "$1" >&2; }

# What compiling needs besides the Swift toolchain.
install_build_packages() {
  install_packages ca-certificates git libarchive-dev libpcre2-dev libsqlite3-dev libsystemd-dev libzstd-dev pkg-config
}

# What the testbed needs. A Docker from elsewhere than Debian is as good; the two can't be installed side by side.
# install_testbed_packages COMMAND...: the commands of Docker that will be used.
install_testbed_packages() {
  local packages=(openssl systemd) command
  for command in "$@"; do
    if ! command -v "$command" >/dev/null; then
      packages+=(docker.io iptables)
      break
    fi
  done
  package_is_installed busybox || packages+=(busybox-static)
  install_packages "${packages[@]}"
  # From Debian 13 on the docker command is a package of its own.
  command -v docker >/dev/null || install_packages docker-cli
}

# program_of_package PACKAGE NAME: takes a program out of a package that is not to be installed, and prints its path. It
# is kept for later runs.
program_of_package() {
  if [[ ! -x $state/$2 ]]; then
    local folder
    folder=$(mktemp -d "$state/package.XXXXXX")
    (
      cd "$folder" &&
        with_package_lists apt_get_download "$1" &&
        dpkg-deb --extract "$1"_*.deb .
    ) || die "the package $1 can't be downloaded"
    install -m 0755 "$(find "$folder" -path "*/bin/$2" -type f)" "$state/$2"
    rm -rf "$folder"
  fi
  printf '%s\n' "$state/$2"
}

# The program of the tests' registries. Debian's package would start a service of its own where systemd runs.
registry_program() { command -v docker-registry || program_of_package docker-registry docker-registry; }

# What the benchmarks are compared with.
install_bench_packages() { install_packages ripgrep zstd; }
