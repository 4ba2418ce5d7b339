#!/usr/bin/env python3
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("-r", "--replica", required=True)
parser.add_argument("--dry-run", action="store_true")
arguments = parser.parse_args()
