#!/bin/sh
# Restores node_modules exactly as the lock file says. Safe to call from several builds at once: the lock serialises
# them, and whoever comes second finds the library already there and newer than the lock file.
set -e
cd "$(dirname "$0")"
library=$1

restore() {
  if [ -f "$library" ] && [ ! package-lock.json -nt "$library" ]; then exit 0; fi
  npm ci --ignore-scripts --no-audit --no-fund
  touch "$library"
}

if command -v flock > /dev/null 2>&1; then
  exec 9> .restore.lock
  flock 9
fi
restore
