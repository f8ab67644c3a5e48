# shellcheck shell=bash disable=SC2154 # $state and the names of the other files are set by testbed
# Messages, privileges, and the finding and ending of the testbed's own processes.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Runs a command as root: directly, or through sudo. Where nobody can type a password, sudo must not ask for one.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif ! command -v sudo >/dev/null; then
    die "this needs root; run it as root or install sudo"
  elif [[ -t 0 ]]; then
    sudo -- "$@"
  else
    sudo -n -- "$@"
  fi
}

# wait_until SECONDS COMMAND...: true as soon as COMMAND is, false when the time is over.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# start_daemon LOG NAME COMMAND...: starts COMMAND as root in a session of its own, with NAME as its argv[0].
# It inherits neither the terminal nor the locks, so that it outlives this script and holds nothing of it.
start_daemon() {
  local log=$1 name=$2
  shift 2
  # shellcheck disable=SC2016 # expanded by the inner shell
  as_root setsid --fork bash -c 'ulimit -Sn 65536 2>/dev/null || true; exec -a "$0" "$@"' "$name" "$@" \
    </dev/null >>"$log" 2>&1 8>&- 9>&-
}

# own_pids NAME: the processes of that name (as in /proc/PID/comm: at most 15 characters) which this testbed started.
# Each is known by a path of our folder among its arguments. Unlike a file of pids, this is never stale: it survives
# a killed run, and a pid that another process has taken since can't be mistaken for ours.
own_pids() {
  local directory name argument
  for directory in /proc/[0-9]*; do
    { read -r name <"$directory/comm"; } 2>/dev/null || continue
    [[ $name == "$1" ]] || continue
    while IFS= read -r -d '' argument; do
      if [[ $argument == "$state/"* ]]; then
        printf '%s\n' "${directory#/proc/}"
        break
      fi
    done 2>/dev/null <"$directory/cmdline" || true
  done
}

own_is_running() { [[ -n $(own_pids "$1") ]]; }
own_is_gone() { [[ -z $(own_pids "$1") ]]; }

# signal_own NAME SIGNAL: sends a signal to our processes of that name, if there are any.
signal_own() {
  local pids
  mapfile -t pids < <(own_pids "$1")
  if ((${#pids[@]} > 0)); then
    # One of them may have ended since it was listed.
    as_root kill -s "$2" "${pids[@]}" 2>/dev/null || true
  fi
}

# stop_own NAME SECONDS: asks our processes of that name to end, and makes them when the time is over.
stop_own() {
  signal_own "$1" TERM
  signal_own "$1" CONT
  if ! wait_until "$2" own_is_gone "$1"; then
    say "$1 did not end within $2 s; killing it"
    kill_own "$1"
  fi
}

kill_own() {
  signal_own "$1" KILL
  wait_until 10 own_is_gone "$1" || die "$1 (pid $(own_pids "$1" | tr '\n' ' ')) can't be killed"
}
