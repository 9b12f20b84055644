"""The recovery map: one row a risk, and whether it holds together."""
