#!/bin/bash
# Sets up what the Bullet Train application of the tests runs on, outside the repository and once: a second root with
# Debian's Ruby and PostgreSQL, and the gems of its lockfiles. Says what it does; prints the root's path at the end.
#
# The next call takes what it finds. Delete the folder to begin anew.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
application="$here/application"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/bullet-train-mcp"
suite=trixie
packages=ca-certificates,ruby,ruby-dev,ruby-bundler,build-essential,pkg-config,libpq-dev,libyaml-dev,libffi-dev,zlib1g-dev,postgresql,tzdata

say() { echo "bullet-train: $*" >&2; }
give_up() { say "$*"; exit 1; }

[ "$(id -u)" = 0 ] || give_up 'the second root needs root (chroot, debootstrap): run this as root'
command -v debootstrap >/dev/null || give_up 'debootstrap is missing: apt-get install debootstrap'

root="$cache/bullet-train-$suite-$(sha256sum <<<"$suite $packages" | cut -c1-12)"
gems="/gems/$(cat "$application"/Gemfile.lock "$application"/gemfiles/*.lock | sha256sum | cut -c1-12)"

# The mirrors that this machine's apt knows, and Debian's own.
mirrors() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed 's/#.*//' | grep -oE 'https?://[^ ]+/debian/?( |$)' || true
  echo http://deb.debian.org/debian
}

make_root() {
  local mirror
  if [ -z "${http_proxy:-}" ]; then eval "$(apt-config shell http_proxy Acquire::http::Proxy)"; export http_proxy; fi
  for mirror in $(mirrors); do wget -q --spider "$mirror/dists/$suite/Release" && break; done
  say "making a root of Debian $suite with Ruby and PostgreSQL in $root (two minutes or more)"
  rm -rf "$root.part"
  debootstrap --variant=minbase --include="$packages" "$suite" "$root.part" "$mirror" >"$cache/debootstrap.log" 2>&1 ||
    { tail -n 20 "$cache/debootstrap.log" >&2; give_up 'debootstrap failed'; }
  rm -rf "$root.part"/var/cache/apt/archives/*.deb
  mv "$root.part" "$root"
}

# The names, the certificates and RubyGems' and Bundler's configuration of this machine, as they are today.
carry_configuration() {
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  cp -L "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$root/etc/ssl/certs/ca-certificates.crt"
  mkdir -p "$root/root/.bundle"
  rm -f "$root/etc/gemrc" "$root/root/.gemrc" "$root/root/.bundle/config"
  [ ! -f /etc/gemrc ] || cp -L /etc/gemrc "$root/etc/gemrc"
  [ ! -f "$HOME/.gemrc" ] || cp -L "$HOME/.gemrc" "$root/root/.gemrc"
  [ ! -f "$HOME/.bundle/config" ] || cp -L "$HOME/.bundle/config" "$root/root/.bundle/config"
}

# in_root COMMAND…: what the environment says to RubyGems, Bundler and OpenSSL goes along, nothing else.
in_root() {
  local carried=()
  while IFS= read -r name; do carried+=("$name=${!name}"); done < <(
    compgen -e | grep -E '^(BUNDLE_MIRROR|BUNDLE_.*__|GEM_HOST|RUBYGEMS_|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY)' || true
  )
  env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt BUNDLE_SILENCE_ROOT_WARNING=1 BUNDLE_PATH="$gems" "${carried[@]}" \
    chroot "$root" "$@"
}

# A mirror that `gem` knows and Bundler does not.
use_gem_source() {
  local source
  command -v gem >/dev/null || return 0
  source=$(gem sources --list 2>/dev/null | grep -E '^https?://' | head -n 1 || true)
  case $source in '' | https://rubygems.org | https://rubygems.org/) return 0 ;; esac
  in_root bundle config --global | grep -q 'mirror' || in_root bundle config set --global mirror.https://rubygems.org "$source"
}

install_gems() {
  local folder="$root/set-up" gemfile
  carry_configuration
  use_gem_source
  rm -rf "$folder"
  mkdir -p "$folder"
  cp -r "$application/Gemfile" "$application/Gemfile.lock" "$application/gemfiles" "$folder/"
  for gemfile in Gemfile gemfiles/doorkeeper_6.rb; do
    say "installing the gems of $gemfile (minutes, the first time)"
    in_root env BUNDLE_FROZEN=true BUNDLE_GEMFILE="/set-up/$gemfile" bundle install --jobs 16 --retry 5 \
      >"$cache/bundle.log" 2>&1 || { tail -n 30 "$cache/bundle.log" >&2; give_up 'bundle install failed'; }
  done
  touch "$root$gems/.complete"
}

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
[ -d "$root" ] || make_root
[ -f "$root$gems/.complete" ] || install_gems
say "ready: $root"
printf '%s\n%s\n' "$root" "$gems"
