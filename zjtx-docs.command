#!/bin/sh
# Opens the page of zjtx-docs in the browser: by double click on macOS, `sh zjtx-docs.command` on Linux. The first time
# it installs what it needs into .venv beside this file, which needs the network; after that it works offline.
# Words after the name go to "zjtx-docs serve": sh zjtx-docs.command --port 9000
set -eu
cd "$(dirname "$0")"
bin=.venv/bin
if ! [ -x "$bin/zjtx-docs" ] || ! cmp -s requirements-web.lock .venv/installed-web.lock; then
  python=
  for name in python3.13 python3.12 python3.11 python3 python; do
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      python=$name
      break
    fi
  done
  if [ -z "$python" ]; then
    echo "Python 3.11, 3.12 or 3.13 was not found. Please install one and start this file again." >&2
    exit 2
  fi
  echo "Installing, please wait ..." >&2
  [ -x "$bin/python" ] || "$python" -m venv .venv
  pip="$bin/python -m pip -q --disable-pip-version-check --no-input install"
  $pip --require-hashes --no-deps -r requirements-build.lock
  $pip --require-hashes --no-deps --no-build-isolation --use-pep517 -r requirements-web.lock
  $pip --no-deps --no-build-isolation -e .
  cp requirements-web.lock .venv/installed-web.lock
fi
exec "$bin/zjtx-docs" serve "$@"
