"""The pages of conversations: load, ask, act, answer."""
