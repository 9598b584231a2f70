"""Repeatable measurements at province scale. `make bench` prints them as a table and writes `var/bench.json`."""
