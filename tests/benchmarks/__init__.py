"""Measurements that need data or minutes; run by hand, never part of the suite."""
