#!/bin/sh
while getopts "d:v" opt; do
  test "$opt" = v && set -x
done
