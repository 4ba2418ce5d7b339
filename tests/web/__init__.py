"""Checking of other sites' URLs, against hosts on the loopback interface."""
