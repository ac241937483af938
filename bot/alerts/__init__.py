"""SHELL: compose, approve, schedule and broadcast an alert, durably."""
