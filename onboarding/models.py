"""Cohorts and introductions: how companies move onto the portal."""
