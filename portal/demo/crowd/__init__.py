"""The crowd beside the told cast: generated companies, officials and conversations.

The same seed and day make the same crowd. What is said follows plots, which are texts
with choices (`plots/`, `agendas/`), about goods of real trades (`trades/`).
"""

from portal.demo.crowd.gathering import Size, gather

__all__ = ["Size", "gather"]
