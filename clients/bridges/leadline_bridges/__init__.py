"""Bridges between Leadline and the world, on the Python client."""
