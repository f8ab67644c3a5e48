# shellcheck shell=bash disable=SC2154 # $state and the names of the other files are set by testbed
# journald: the system's where there is one; otherwise systemd-journald started by itself, which works without systemd.

readonly journald_settings=/run/systemd/journald.conf.d/lslog-testbed.conf
readonly journal_directory=/run/log/journal

# True when a message sent to journald can be read back.
journald_works() {
  local tag=lslog-testbed-$$-$RANDOM
  systemd-cat --identifier "$tag" echo probe 2>/dev/null || return 1
  wait_until 5 journal_has "$tag"
}

journal_has() { [[ -n $(as_root journalctl --quiet --no-pager --identifier "$1" --lines 1 2>/dev/null) ]]; }

# Starts journald where none answers.
ensure_journald() {
  own_is_running systemd-journal || ! journald_works || return 0
  [[ ! -d /run/systemd/system ]] || die "systemd runs here, but its journald does not answer"
  start_journald
}

start_journald() {
  if own_is_gone systemd-journal; then
    [[ -s /etc/machine-id ]] || as_root systemd-machine-id-setup
    [[ -d $journal_directory ]] || touch "$state/made-journal-directory"
    as_root mkdir -p /run/systemd/journal "${journald_settings%/*}" /run/log
    # With this group and the set-group-id bit, members of systemd-journal can read what root does not own alone.
    as_root install -d -m 2755 -g systemd-journal "$journal_directory"
    as_root tee "$journald_settings" >/dev/null <<'CONF'
[Journal]
Storage=volatile
RuntimeMaxUse=1G
RateLimitIntervalSec=0
ReadKMsg=no
Audit=no
CONF
    start_daemon "$state/journald.log" "$state/journald" "$(journald_binary)"
  fi
  if ! wait_until 10 journald_works; then
    tail -n 20 "$state/journald.log" >&2
    die "journald did not come up"
  fi
}

journald_binary() {
  local candidate
  for candidate in /usr/lib/systemd/systemd-journald /lib/systemd/systemd-journald; do
    if [[ -x $candidate ]]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  die "systemd-journald is not installed"
}

stop_journald() { stop_own systemd-journal 20; }

# restart_journald [--kill]
restart_journald() {
  case ${1:-} in
    '') stop_journald ;;
    --kill) kill_own systemd-journal ;;
    *) die "restart-journald: unknown option $1" ;;
  esac
  start_journald
}

# Ends our journald and removes its journal. Nothing happens where none was started.
remove_journald() {
  [[ -e $state/journald.log ]] || return 0
  stop_journald
  as_root rm -f "$journald_settings" "$state/journald.log" \
    /run/systemd/journal/{socket,stdout,dev-log,io.systemd.journal,kernel-seqnum}
  if [[ -e $state/made-journal-directory ]]; then
    as_root rm -rf --one-file-system "$journal_directory"
    rm -f "$state/made-journal-directory"
  fi
}
