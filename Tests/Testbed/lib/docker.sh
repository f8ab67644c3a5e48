# shellcheck shell=bash disable=SC2154 # $state and the names of the other files are set by testbed
# Docker: an existing one where it is asked for, or a private dockerd with its own containerd, folder and socket.

readonly docker_directory=$state/docker
readonly docker_socket=$docker_directory/docker.sock
readonly docker_log=$docker_directory/dockerd.log
readonly containerd_socket=$docker_directory/containerd.sock

# The Docker that the docker command would use, if it answers and is on this machine; nothing otherwise.
existing_docker_host() {
  command -v docker >/dev/null || return 0
  local host
  host=${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null || true)}
  if [[ $host == unix://* && $host != "unix://$docker_socket" ]] && docker_answers "$host"; then
    printf '%s\n' "$host"
  fi
}

docker_answers() { timeout 10 docker --host "$1" version --format '{{.Server.Version}}' >/dev/null 2>&1; }

private_docker() { docker --host "unix://$docker_socket" "$@"; }
private_docker_answers() { docker_answers "unix://$docker_socket"; }
private_docker_answers_or_died() { private_docker_answers || own_is_gone dockerd; }

# Starts the private dockerd unless it runs. Whatever a killed predecessor left (containers, mounts) the new one takes
# over from its folder and clears away.
start_dockerd() {
  own_is_running dockerd && private_docker_answers && return
  ((${#docker_socket} < 104)) || die "TESTBED_DIR is too long a path for a socket: $state"
  mkdir -p "$docker_directory"
  [[ -e $docker_directory/daemon.json ]] || write_daemon_configuration false
  mount_cgroups
  start_containerd
  if own_is_gone dockerd; then
    # dockerd refuses to start while any process has the pid in its file, and a killed dockerd leaves the file.
    as_root rm -f "$docker_directory/dockerd.pid"
    # The host's firewall, forwarding and docker0 stay as they are, so that a dockerd that is already there is not
    # disturbed. Containers talk over networks of their own; ports are published by docker-proxy. dockerd's own pools
    # have room for 31 networks, on the whole host; these have 4,096.
    start_daemon "$docker_log" dockerd dockerd \
      --config-file "$docker_directory/daemon.json" \
      --data-root "$docker_directory/data" \
      --exec-root "$docker_directory/exec" \
      --pidfile "$docker_directory/dockerd.pid" \
      --host "unix://$docker_socket" \
      --group "$(id -g)" \
      --containerd "$containerd_socket" \
      --bridge none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
      --default-address-pool base=172.16.0.0/12,size=24
    wait_until 5 own_is_running dockerd || true
  fi
  wait_until 90 private_docker_answers_or_died || true
  if ! private_docker_answers; then
    tail -n 20 "$docker_log" >&2
    die "dockerd did not come up; its log is $docker_log"
  fi
}

# A containerd of our own even where the system has one: containers of ours never appear among those of others.
start_containerd() {
  own_is_gone containerd || return 0
  cat >"$docker_directory/containerd.toml" <<TOML
version = 2
root = "$docker_directory/containerd-data"
state = "$docker_directory/containerd-state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "$containerd_socket"
TOML
  start_daemon "$docker_directory/containerd.log" containerd \
    containerd --config "$docker_directory/containerd.toml"
  if ! wait_until 30 test -S "$containerd_socket"; then
    tail -n 20 "$docker_directory/containerd.log" >&2
    die "containerd did not come up"
  fi
}

# A machine whose init mounts no cgroups (a plain container or VM) gets the unified hierarchy for as long as we run.
mount_cgroups() {
  if [[ ! -e /sys/fs/cgroup/cgroup.controllers && ! -d /sys/fs/cgroup/memory ]]; then
    as_root mount -t cgroup2 cgroup2 /sys/fs/cgroup
    touch "$state/mounted-cgroups"
  fi
}

unmount_cgroups() {
  if [[ -e $state/mounted-cgroups ]]; then
    as_root umount /sys/fs/cgroup || say "/sys/fs/cgroup stays mounted: it is in use"
    rm -f "$state/mounted-cgroups"
  fi
}

write_daemon_configuration() { printf '{ "live-restore": %s }\n' "$1" >"$docker_directory/daemon.json"; }

live_restore_is() { [[ $(private_docker info --format '{{.LiveRestoreEnabled}}' 2>/dev/null) == "$1" ]]; }

# Whether containers live on while dockerd is away is a setting that a running dockerd takes over at SIGHUP.
set_live_restore() {
  write_daemon_configuration "$1"
  if own_is_running dockerd && ! live_restore_is "$1"; then
    signal_own dockerd HUP
    wait_until 10 live_restore_is "$1" || die "dockerd did not take over live-restore=$1"
  fi
}

# restart_dockerd [--kill] [--live-restore]
restart_dockerd() {
  local kill=false live_restore=false
  while (($# > 0)); do
    case $1 in
      --kill) kill=true ;;
      --live-restore) live_restore=true ;;
      *) die "restart-dockerd: unknown option $1" ;;
    esac
    shift
  done
  set_live_restore "$live_restore"
  if [[ $kill == true ]]; then kill_own dockerd; else stop_own dockerd 60; fi
  start_dockerd
}

# Ends the private dockerd with its containers and removes its folder. Nothing happens where none was started.
remove_dockerd() {
  [[ -d $docker_directory ]] || return 0
  if own_is_gone dockerd && [[ -d $docker_directory/data ]]; then
    # Only dockerd knows how to end what a killed one left: containers, and bridges on the host.
    (start_dockerd) || say "what a killed dockerd left can't be ended: it does not start again"
  fi
  if own_is_running dockerd; then
    signal_own dockerd CONT
    remove_private_objects
    stop_own dockerd 60
  fi
  stop_own containerd-shim 10
  stop_own containerd 20
  unmount_below "$docker_directory"
  as_root rm -rf --one-file-system "$docker_directory"
  unmount_cgroups
}

# The containers and the networks: a bridge that is not removed outlives dockerd on the host.
remove_private_objects() {
  wait_until 30 private_docker_answers || return 0
  local ids
  mapfile -t ids < <(private_docker ps --all --quiet)
  ((${#ids[@]} == 0)) || private_docker rm --force "${ids[@]}" >/dev/null || say "not every container could be removed"
  mapfile -t ids < <(private_docker network ls --filter type=custom --quiet)
  ((${#ids[@]} == 0)) || private_docker network rm "${ids[@]}" >/dev/null || say "not every network could be removed"
}

unmount_below() {
  local points
  mapfile -t points < <(awk -v prefix="$1/" 'index($5, prefix) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
  if ((${#points[@]} > 0)); then
    as_root umount "${points[@]}" 2>/dev/null || as_root umount --lazy "${points[@]}" 2>/dev/null || true
  fi
}
