import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--replica")
known, rest = parser.parse_known_args()
