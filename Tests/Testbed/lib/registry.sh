# shellcheck shell=bash disable=SC2154 # $state and the names of the other files are set by testbed
# Two image registries on loopback, which dockerd trusts without TLS: one for everybody, one that wants a password.

readonly registry_directory=$state/registry
# User lslog, password testbed, in bcrypt: the registry takes nothing else.
# shellcheck disable=SC2016 # it is a hash
readonly registry_user='lslog:$2y$04$i2JvruJMfwhdDBPD8kJJIO63fNxtcpc2eWnd5OmNeXqiALcBLyhye'

start_registries() {
  local program
  program=$(registry_program)
  mkdir -p "$registry_directory"
  printf '%s\n' "$registry_user" >"$registry_directory/users"
  start_registry "$program" open ''
  start_registry "$program" auth "auth: { htpasswd: { realm: testbed, path: $registry_directory/users } }"
}

# start_registry PROGRAM NAME AUTH: starts a registry unless it runs, and writes its address into NAME.address.
start_registry() {
  local program=$1 log=$registry_directory/$2.log configuration=$registry_directory/$2.yml
  registry_runs "$configuration" && return
  : >"$log"
  cat >"$configuration" <<YAML
version: 0.1
log: { level: info }
storage: { filesystem: { rootdirectory: $registry_directory/$2-data } }
http: { addr: "127.0.0.1:0" }
$3
YAML
  start_daemon "$log" docker-registry "$program" serve "$configuration"
  if ! wait_until 20 registry_listens "$log"; then
    tail -n 20 "$log" >&2
    die "docker-registry did not come up"
  fi
  registry_address "$log" >"$registry_directory/$2.address"
}

# The kernel chose the port; the log has it.
registry_address() { grep --only-matching --max-count 1 'listening on 127\.0\.0\.1:[0-9]*' "$1" | cut --delimiter ' ' --fields 3; }
registry_listens() { [[ -n $(registry_address "$1") ]]; }

registry_runs() {
  local pid
  for pid in $(own_pids docker-registry); do
    if tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep --quiet --line-regexp --fixed-strings "$1"; then
      return 0
    fi
  done
  return 1
}

# Ends our registries and removes what was pushed. Nothing happens where none was started.
remove_registries() {
  [[ -d $registry_directory ]] || return 0
  stop_own docker-registry 10
  as_root rm -rf --one-file-system "$registry_directory"
}
