"""SHELL: tables, queries and migrations."""
