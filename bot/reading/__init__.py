"""Reads pictures, PDF and text files, offline, in a process of its own."""
