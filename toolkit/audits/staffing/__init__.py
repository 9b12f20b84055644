"""Operational example 1: staffing and missed care."""
