"""Operational example 3: provider oversight and frontline evidence."""
