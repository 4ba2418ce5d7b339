#!/usr/bin/env bash
while [ $# -gt 0 ]; do
  case "$1" in
    -n | --node) NODE=$2; shift 2 ;;
    --force) FORCE=1; shift ;;
    *) echo "unknown option $1" >&2; exit 1 ;;
  esac
done
