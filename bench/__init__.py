"""Measurements of a running portal, on this machine only.

Each is told where the portal runs as `make run` is: by DATA_DIR, PORT and .env.
"""
